package io.github.licensing4j;

import java.util.Objects;

/**
 * Identifies a license. The issuer is part of the id, so that one trusted issuer can never refer to another's license.
 *
 * @param issuer the issuer, the exact {@code iss}
 * @param value the license's own id, {@code lic_…}
 */
public record LicenseId(String issuer, String value) {
    public LicenseId {
        Objects.requireNonNull(issuer, "issuer");
        if (value.isBlank()) {
            throw new IllegalArgumentException("a license id must not be blank");
        }
    }

    @Override
    public int hashCode() {
        // Both strings cache their hash; a license differs from its neighbours by value far more often than by issuer.
        return 31 * value.hashCode() + issuer.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LicenseId that && value.equals(that.value) && issuer.equals(that.issuer);
    }
}
