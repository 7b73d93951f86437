package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.admin.AdminAccess;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Lets those manage licenses whom the host's own security gave the authority to, besides those with the admin token. */
final class SecuredAdminAccess implements AdminAccess {
    /** The authority that lets somebody manage licenses. */
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
