package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.InvalidFieldException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The issuers whose tokens are accepted, and so can be revoked.
 *
 * @param own the host's own {@code iss}
 * @param others the other trusted issuers
 */
record TrustedIssuers(String own, Set<String> others) {
    TrustedIssuers {
        others = Set.copyOf(others);
    }

    /**
     * Returns the issuer of a request, the host's own if it names none.
     *
     * @throws InvalidFieldException if it is not trusted
     */
    String named(@Nullable String issuer) {
        if (issuer == null) {
            return own;
        }
        if (!issuer.equals(own) && !others.contains(issuer)) {
            Set<String> all = new TreeSet<>(others);
            all.add(own);
            throw new InvalidFieldException("issuer", "expected a trusted issuer, exactly: " + String.join(", ", all));
        }
        return issuer;
    }
}
