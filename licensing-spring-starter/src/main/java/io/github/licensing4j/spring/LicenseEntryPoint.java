package io.github.licensing4j.spring;

import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.servlet.FilterRefusals;
import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Answers an unauthenticated request with the refusal of its credential. */
final class LicenseEntryPoint implements AuthenticationEntryPoint {
    private final LicensingFilter filter;

    LicenseEntryPoint(LicensingFilter filter) {
        this.filter = filter;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        Refused refused = filter.pendingCall(request).identification() instanceof Refused known ? known : missing();
        filter.refuse(refused, request, response);
    }

    private static Refused missing() {
        return FilterRefusals.logged(
                Refusal.of(FilterRefusals.newId(), RefusalCode.CREDENTIAL_MISSING, "This endpoint needs a license."));
    }
}
