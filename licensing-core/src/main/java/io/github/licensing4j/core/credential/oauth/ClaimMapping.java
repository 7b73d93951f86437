package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.LicensingException;
import org.jspecify.annotations.Nullable;

/**
 * Maps the claims of an access token to a license, to roles and to organisations.
 *
 * @param license the claim whose value names the license, such as {@code client_id}, {@code azp} or {@code sub}; default
 *     {@code client_id}
 * @param system the system under which licenses have that name, a member of {@code external} of a license; each issuer has its
 *     own. Default {@code oauth}
 * @param roles the claim with the roles, text or a list of texts; null to read none, the default
 * @param organisations the claim with the organisations of the bearer, text or a list of texts; null to read none, the default
 */
public record ClaimMapping(
        ClaimPath license,
        String system,
        @Nullable ClaimPath roles,
        @Nullable ClaimPath organisations) {
    private static final ClaimMapping DEFAULTS = new ClaimMapping(ClaimPath.parse("client_id"), "oauth", null, null);

    public ClaimMapping {
        if (system.isBlank() || system.length() > 64 || !system.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new LicensingException("the external system of an OAuth issuer is '" + system
                    + "': expected 1 to 64 visible ASCII characters, such as oauth");
        }
    }

    /** Returns the default mapping. */
    public static ClaimMapping defaults() {
        return DEFAULTS;
    }

    /** Returns this mapping with another claim that names the license. */
    public ClaimMapping license(ClaimPath claim) {
        return new ClaimMapping(claim, system, roles, organisations);
    }

    /** Returns this mapping with another system. */
    public ClaimMapping system(String name) {
        return new ClaimMapping(license, name, roles, organisations);
    }

    /** Returns this mapping with a claim that has the roles. */
    public ClaimMapping roles(ClaimPath claim) {
        return new ClaimMapping(license, system, claim, organisations);
    }

    /** Returns this mapping with a claim that has the organisations. */
    public ClaimMapping organisations(ClaimPath claim) {
        return new ClaimMapping(license, system, roles, claim);
    }
}
