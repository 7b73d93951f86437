package io.github.licensing4j.spring;

import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.servlet.FilterRefusals;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.PendingCall;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Answers access denials with problem documents: for a license that lacks an authority with the plans that include the
 * feature, and for a missing CSRF token. Others are answered as Spring Security does by default.
 */
final class LicenseAccessDeniedHandler implements AccessDeniedHandler {
    private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();
    private final LicensingInfo info;
    private final LicensingFilter filter;
    private final ForbiddenProblem problem;

    LicenseAccessDeniedHandler(LicensingInfo info, LicensingFilter filter, ForbiddenProblem problem) {
        this.info = info;
        this.filter = filter;
        this.problem = problem;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        if (denied instanceof CsrfException) {
            problem.write(ForbiddenProblem.CSRF, request, response);
        } else if (SecurityContextHolder.getContext().getAuthentication() instanceof LicenseAuthentication
                && filter.pendingCall(request).identification() instanceof Identified caller) {
            Optional<Refused> refused =
                    MissingAuthorities.of(denied).map(missing -> refused(filter.pendingCall(request), caller, missing));
            if (refused.isPresent()) {
                filter.refuse(refused.get(), request, response);
            } else {
                problem.write(ForbiddenProblem.RULE, request, response);
            }
        } else {
            others.handle(request, response, denied);
        }
    }

    /**
     * Returns the refusal of the engine; in observe mode there is none, but the rule of the host applies all the same.
     */
    private Refused refused(PendingCall call, Identified caller, Requirement missing) {
        if (call.check(missing) instanceof Refused refused) {
            return refused;
        }
        Refused refused = FilterRefusals.logged(observed(caller, missing));
        info.recordRefusal(caller, refused.refusal());
        return refused;
    }

    private static Refusal observed(Identified caller, Requirement missing) {
        License license = caller.license().orElse(null);
        boolean feature = !missing.features().isEmpty();
        return new Refusal(
                FilterRefusals.newId(),
                feature ? RefusalCode.FEATURE_NOT_LICENSED : RefusalCode.SCOPE_MISSING,
                feature
                        ? "The plan does not include a feature that this endpoint needs."
                        : "The credential lacks a scope.",
                license,
                null,
                List.of(),
                null,
                null,
                missing.scopes(),
                null);
    }
}
