package io.github.licensing4j.spring;

import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * The authentication of a verified license for Spring Security: the principal is the {@link License}, the name its
 * customer.
 */
public final class LicenseAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient License license;

    LicenseAuthentication(Identified caller) {
        super(authorities(caller));
        this.license = caller.license().orElseThrow();
        super.setAuthenticated(true);
    }

    /** The license. */
    @Override
    public License getPrincipal() {
        return license;
    }

    /** Returns an empty text: the credential is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }

    /** The customer. */
    @Override
    public String getName() {
        return license.customer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LicenseAuthentication that && super.equals(other) && license.equals(that.license);
    }

    @Override
    public int hashCode() {
        return license.hashCode();
    }

    private static List<GrantedAuthority> authorities(Identified caller) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        new TreeSet<>(caller.features())
                .forEach(name -> authorities.add(new SimpleGrantedAuthority("FEATURE_" + name)));
        new TreeSet<>(caller.scopes()).forEach(name -> authorities.add(new SimpleGrantedAuthority("SCOPE_" + name)));
        return authorities;
    }
}
