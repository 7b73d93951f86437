package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.admin.AdminAccess;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Allows users with the authority of the host's own security to manage licenses, besides the admin token. */
final class SecuredAdminAccess implements AdminAccess {
    /** The authority that allows managing licenses. */
    static final String AUTHORITY = "LICENSING_ADMIN";

    private final AdminAccess token;

    SecuredAdminAccess(AdminAccess token) {
        this.token = token;
    }

    @Override
    public Verdict judge(HttpServletRequest request) {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (known != null
                && known.isAuthenticated()
                && known.getAuthorities().stream().anyMatch(given -> AUTHORITY.equals(given.getAuthority()))) {
            return new Verdict.Allowed(known.getName());
        }
        return token.judge(request);
    }
}
