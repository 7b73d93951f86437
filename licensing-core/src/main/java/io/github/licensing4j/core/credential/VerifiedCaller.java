package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Overrides;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The caller of a verified credential. Only the verifier creates one. */
public final class VerifiedCaller implements Verification {
    private final LicenseClaims claims;
    private final LicenseId license;
    private final Instant expiresAt;

    VerifiedCaller(LicenseClaims claims) {
        this.claims = claims;
        this.license = new LicenseId(claims.issuer, claims.license);
        this.expiresAt = Instant.ofEpochMilli(claims.expiresMillis);
    }

    /** Returns the license, named by issuer and id. */
    public LicenseId license() {
        return license;
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
    public String tokenId() {
        return claims.tokenId;
    }

    /** Returns the first instant at which the token is no longer valid, without skew. */
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
        return Math.max(claims.issuedMillis, claims.notBeforeMillis);
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
    public Set<String> scopes() {
        return claims.scopes;
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
        return "VerifiedCaller[license=" + license + ", tokenId=" + claims.tokenId + "]";
    }
}
