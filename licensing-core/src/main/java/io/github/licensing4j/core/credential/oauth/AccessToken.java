package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.core.credential.OwnCredential;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ExternalName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verified access token.
 *
 * @param kind whether this library or the host has verified it
 * @param license the license that its claim has led to
 * @param name the name that has led there
 * @param id {@code oauth:<system>:<jti>}; of a token without {@code jti} the beginning of its SHA-256 instead
 * @param times when it is valid
 * @param grant what it grants
 * @param confirmations the keys that it is bound to
 */
record AccessToken(
        CredentialKind kind,
        LicenseId license,
        ExternalName name,
        String id,
        Times times,
        Grant grant,
        List<Confirmation> confirmations)
        implements OwnCredential {

    /**
     * The times of a token.
     *
     * @param issuedAt its {@code iat}, 1970 without one: a revocation of all tokens issued before an instant includes it then
     * @param expiresAt its {@code exp}
     * @param verifyAgainAt until when it is used without being verified again
     */
    record Times(Instant issuedAt, Instant expiresAt, Instant verifyAgainAt) {}

    /**
     * The rights that a token grants its bearer.
     *
     * @param organisations the organisations of its bearer
     * @param user its {@code sub}, null without one
     */
    record Grant(
            Set<String> scopes,
            Set<String> roles,
            Set<String> organisations,
            @Nullable String user) {
        Grant {
            scopes = Set.copyOf(scopes);
            roles = Set.copyOf(roles);
            organisations = Set.copyOf(organisations);
        }
    }

    AccessToken {
        confirmations = List.copyOf(confirmations);
    }

    @Override
    public Instant validFrom() {
        return times.issuedAt;
    }

    @Override
    public Instant expiresAt() {
        return times.expiresAt;
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(grant.user);
    }

    @Override
    public Instant verifyAgainAt() {
        return times.verifyAgainAt;
    }

    @Override
    public Set<String> scopes() {
        return grant.scopes;
    }

    @Override
    public Set<String> roles() {
        return grant.roles;
    }

    @Override
    public Set<String> organisations() {
        return grant.organisations;
    }

    @Override
    public Optional<ExternalName> externalName() {
        return Optional.of(name);
    }
}
