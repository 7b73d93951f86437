package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.Refused;
import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a caller may know of its own license. Nothing is charged for asking. */
final class CallerEndpoint {
    private final Licensing licensing;
    private final LicensingFilter filter;

    CallerEndpoint(Licensing licensing, LicensingFilter filter) {
        this.licensing = licensing;
        this.filter = filter;
    }

    /** The answer, null if the request was refused and that was written. Enforced in observe mode as well. */
    @Nullable
    Answer me(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Identification who = filter.park(request).identification();
        if (who instanceof Refused refused) {
            filter.refuse(refused, request, response);
            return null;
        }
        Identified caller = (Identified) who;
        License license = caller.license().orElse(null);
        if (license == null) {
            return Answer.json(
                            401,
                            Failure.of(
                                            401,
                                            "credential-missing",
                                            "Credential missing",
                                            "This endpoint needs a license.")
                                    .problem(""))
                    .with("WWW-Authenticate", "Bearer");
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("license", license.id().value());
        view.put("customer", license.customer());
        view.put("plan", license.plan().toString());
        view.put("state", license.state().text());
        if (license.expiresAt() != null) {
            view.put("expiresAt", license.expiresAt().toString());
        }
        view.put("features", new TreeSet<>(caller.features()));
        view.put("scopes", new TreeSet<>(caller.scopes()));
        view.putAll(Views.limits(licensing.limits(caller)));
        return Answer.ok(view);
    }
}
