package io.github.licensing4j.core;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A credential that a verifier of the host has verified, valid for an hour around noon of the tests. */
record Badge(LicenseId license, Set<String> scopes, Set<String> organisations, List<Confirmation> confirmations)
        implements CredentialVerification.Verified {
    private static final Instant ISSUED = Instant.parse("2026-03-10T11:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-03-10T13:00:00Z");

    /** Returns one of a license of the engine's issuer, without scopes, organisations and keys. */
    static Badge of(String license) {
        return new Badge(new LicenseId(EngineFixture.ISSUER, license), Set.of(), Set.of(), List.of());
    }

    Badge withScopes(Set<String> granted) {
        return new Badge(license, granted, organisations, confirmations);
    }

    Badge withOrganisations(Set<String> members) {
        return new Badge(license, scopes, members, confirmations);
    }

    Badge boundTo(List<Confirmation> keys) {
        return new Badge(license, scopes, organisations, keys);
    }

    @Override
    public String id() {
        return "badge_" + license.value();
    }

    @Override
    public Instant validFrom() {
        return ISSUED;
    }

    @Override
    public Instant expiresAt() {
        return EXPIRES;
    }
}
