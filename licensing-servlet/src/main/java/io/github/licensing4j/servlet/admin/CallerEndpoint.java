package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Refused;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Serves a caller's requests about its own license. Nothing is charged for them, and they are enforced in observe mode
 * as well.
 */
final class CallerEndpoint {
    /** The actor, to which the engine appends the id of the credential. */
    private static final String ACTOR = "caller";

    private static final Failure NO_USAGE =
            Failure.of(404, "not-found", "Not found", "No usage of this license is stored here.");

    private final LicenseManagement licenses;
    private final LicensingInfo info;
    private final LicensingFilter filter;

    CallerEndpoint(LicenseManagement licenses, LicensingInfo info, LicensingFilter filter) {
        this.licenses = licenses;
        this.info = info;
        this.filter = filter;
    }

    /** Serves a caller whose license is active. */
    private interface Service {
        Answer of(Identified caller, License license) throws IOException;
    }

    List<Route<CallerRoutes.Handler>> routes() {
        return List.of(
                CallerRoutes.route("GET", "/me", request -> serve(request, this::me)),
                CallerRoutes.route(
                        "GET",
                        "/me/usage",
                        request -> serve(request, (caller, license) -> usage(request.request(), license))),
                CallerRoutes.route(
                        "GET",
                        "/me/invoice",
                        request -> serve(request, (caller, license) -> invoice(request.request(), license))),
                CallerRoutes.route(
                        "GET",
                        "/me/keys",
                        request -> serve(request, (caller, license) -> listKeys(request.request(), keys(caller)))),
                CallerRoutes.route(
                        "POST",
                        "/me/keys",
                        request -> serve(request, (caller, license) -> {
                            Body body = Json.body(request.request(), CredentialRoutes.KEY);
                            AdminContext by = IdempotencyKeys.order(request.request(), ACTOR, body);
                            return CredentialRoutes.shown(keys(caller).create(CredentialRoutes.key(body), by));
                        })),
                CallerRoutes.route(
                        "DELETE",
                        "/me/keys/{keyId}",
                        request -> serve(request, (caller, license) -> {
                            Body body = Json.body(request.request(), CredentialRoutes.KEY_REVOKED);
                            AdminContext by = IdempotencyKeys.order(request.request(), ACTOR, body);
                            Descendants descendants = CredentialRoutes.descendants(body);
                            return CredentialRoutes.revoked(
                                    body,
                                    keys(caller).revoke(request.variables().get(0), descendants, by));
                        })));
    }

    private static Answer listKeys(HttpServletRequest request, CallerApiKeys keys) {
        var unused = new Query(Query.parameters(request), Set.of());
        return Answer.ok(
                Views.page("keys", keys.list().stream().map(Views::ownKey).toList(), null));
    }

    private CallerApiKeys keys(Identified caller) {
        return licenses.keys(caller)
                .orElseThrow(() -> new ConflictException(
                        ConflictException.Kind.STATE, "no licenses are stored here, and so there are no API keys"));
    }

    /** Returns the answer, null if the request was refused and the refusal is written. */
    private @Nullable Answer serve(CallerRoutes.CallerRequest request, Service service) throws IOException {
        Identification who = filter.park(request.request()).identification();
        if (who instanceof Refused refused) {
            filter.refuse(refused, request.request(), request.response());
            return null;
        }
        Identified caller = (Identified) who;
        License license = caller.license().orElse(null);
        if (license == null) {
            throw new FailureException(
                    Failure.of(401, "credential-missing", "Credential missing", "This endpoint needs a license."));
        }
        return service.of(caller, license);
    }

    /** Reads usage by issuer and id, for another issuer may use the same id; a token without a record has usage too. */
    private Answer usage(HttpServletRequest request, License license) {
        Query query = new Query(Query.parameters(request), UsageRows.OF_ONE);
        UsageFilter filter =
                UsageRows.filter(query, license.id().issuer(), license.id().value());
        LicenseAdmin admin = licenses.admin().orElseThrow(() -> new FailureException(NO_USAGE));
        return UsageRows.answer(
                request.getHeader("Accept"),
                request.getParameterMap(),
                filter,
                admin.usage().usage(filter, license),
                info.catalog());
    }

    /** Returns the invoice of the license, and that of its customer if licenses of the customer share budgets. */
    private Answer invoice(HttpServletRequest request, License license) {
        Instant period = Times.instant(new Query(Query.parameters(request), Set.of("period")), "period");
        LicenseAdmin admin = licenses.admin().orElseThrow(() -> new FailureException(NO_USAGE));
        String id = license.id().value();
        if (!isStored(admin, license)) {
            throw new FailureException(NO_USAGE);
        }
        Map<String, Object> view = UsageViews.invoice(admin.usage().invoice(id, period));
        CustomerInvoice shared = admin.usage().customerInvoice(license.customer(), period);
        if (!shared.lines().isEmpty() || !shared.notes().isEmpty()) {
            view.put("customerInvoice", UsageViews.customerInvoice(shared));
        }
        return Answer.ok(view);
    }

    /** Returns whether the record of a license is stored here: another issuer may use the same id. */
    private static boolean isStored(LicenseAdmin admin, License license) {
        try {
            return admin.licenses().get(license.id().value()).now().id().equals(license.id());
        } catch (NotFoundException e) {
            return false;
        }
    }

    private Answer me(Identified caller, License license) {
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
        view.putAll(LimitViews.limits(info.limits(caller), info.catalog()));
        return Answer.ok(view);
    }
}
