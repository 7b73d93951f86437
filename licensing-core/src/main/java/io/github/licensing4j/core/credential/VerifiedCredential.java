package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A credential that a verifier has proven to be genuine. Immutable. */
public final class VerifiedCredential implements CredentialVerification.Verified {
    private final LicenseClaims claims;
    private final LicenseId license;
    private final Instant expiresAt;
    private final long validFromMillis;

    VerifiedCredential(LicenseClaims claims) {
        this.claims = claims;
        this.license = new LicenseId(claims.issuer, claims.license);
        this.expiresAt = Instant.ofEpochMilli(claims.expiresMillis);
        this.validFromMillis = Math.max(claims.issuedMillis, claims.notBeforeMillis);
    }

    /** Returns the engine's form of what any verifier has verified. */
    public static VerifiedCredential of(CredentialVerification.Verified verified) {
        return verified instanceof VerifiedCredential own ? own : new VerifiedCredential(LicenseClaims.of(verified));
    }

    /** Returns the license, named by issuer and id. */
    @Override
    public LicenseId license() {
        return license;
    }

    /** Returns whether a plugged verifier has verified it, so that it is neither a license token nor an API key. */
    public boolean isPlugged() {
        return claims.keyHash == null && claims.keyId.isEmpty();
    }

    /** Returns the hash of the presented API key, empty where it was a token. */
    public Optional<String> keyHash() {
        return Optional.ofNullable(claims.keyHash);
    }

    /** Returns the {@code kid} of the key that signed the token; empty for an API key. */
    String signingKeyId() {
        return claims.keyId;
    }

    /** Returns the customer, {@code sub}; empty text for an API key, whose license is on record. */
    public String customer() {
        return claims.customer;
    }

    /** Returns the token's own id, {@code jti}, or the id of the API key. */
    @Override
    public String id() {
        return claims.tokenId;
    }

    @Override
    public Instant validFrom() {
        return Instant.ofEpochMilli(validFromMillis);
    }

    /** Returns the first instant at which the token is no longer valid, without skew. */
    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Returns {@link #expiresAt} in epoch milliseconds. */
    public long expiresMillis() {
        return claims.expiresMillis;
    }

    /** Returns when it was issued, in epoch milliseconds. */
    public long issuedMillis() {
        return claims.issuedMillis;
    }

    /**
     * Returns the first epoch millisecond at which it is valid: the later of {@code iat} and {@code nbf}, without skew.
     */
    public long validFromMillis() {
        return validFromMillis;
    }

    /** Returns the plan of the token itself; empty for the token of a managed license. */
    public Optional<PlanId> plan() {
        return Optional.ofNullable(claims.plan);
    }

    /** Returns the token's deviations from its plan. */
    public Overrides overrides() {
        return claims.overrides();
    }

    /** Returns the instant quota periods are counted from, null if the token has none. */
    public @Nullable Instant anchor() {
        return claims.anchor;
    }

    /** Returns the zone quota periods are counted in. */
    public ZoneId zone() {
        return claims.zone;
    }

    /** Returns the scopes, empty if the token has none. */
    @Override
    public Set<String> scopes() {
        return claims.scopes;
    }

    /** Returns the key that the token is bound to, {@code cnf}; empty if there is none. */
    @Override
    public Optional<Confirmation> confirmation() {
        return Optional.ofNullable(claims.confirmation);
    }

    /** Returns {@link #confirmation}, null if there is none; for every call. */
    public @Nullable Confirmation boundTo() {
        return claims.confirmation;
    }

    /** Returns the bindings of the token. */
    public Bindings bindings() {
        return claims.bindings;
    }

    /** Returns where its status is published, empty if the token has no status. */
    public Optional<StatusReference> status() {
        return Optional.ofNullable(claims.status);
    }

    @Override
    public String toString() {
        return "VerifiedCredential[license=" + license + ", tokenId=" + claims.tokenId + "]";
    }
}
