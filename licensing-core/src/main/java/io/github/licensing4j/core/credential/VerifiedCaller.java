package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Overrides;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a verified license token speaks for. Only the verifier makes one. */
public final class VerifiedCaller implements Verification {
    private final LicenseClaims claims;
    private final LicenseId license;
    private final Instant expiresAt;

    VerifiedCaller(LicenseClaims claims) {
        this.claims = claims;
        this.license = new LicenseId(claims.issuer, claims.license);
        this.expiresAt = Instant.ofEpochMilli(claims.expiresMillis);
    }

    /** The license, named by issuer and id. */
    public LicenseId license() {
        return license;
    }

    /** The hash of the API key that was shown, empty where it was a token. */
    public Optional<String> keyHash() {
        return Optional.ofNullable(claims.keyHash);
    }

    /** The {@code kid} of the key that signed the token; empty for an API key. */
    String signingKeyId() {
        return claims.keyId;
    }

    /** The customer, {@code sub}; empty text for an API key, whose license is on record. */
    public String customer() {
        return claims.customer;
    }

    /** The token's own id, {@code jti}, or the id of the API key. */
    public String tokenId() {
        return claims.tokenId;
    }

    /** The first instant at which the token no longer holds, skew not counted. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** {@link #expiresAt} in epoch milliseconds. */
    public long expiresMillis() {
        return claims.expiresMillis;
    }

    /** When it was issued, in epoch milliseconds. */
    public long issuedMillis() {
        return claims.issuedMillis;
    }

    /** The first epoch millisecond at which it holds: the later of {@code iat} and {@code nbf}, skew not counted. */
    public long validFromMillis() {
        return Math.max(claims.issuedMillis, claims.notBeforeMillis);
    }

    /** The plan the token itself names; empty for the token of a managed license. */
    public Optional<PlanId> plan() {
        return Optional.ofNullable(claims.plan);
    }

    /** What the token changes of its plan. */
    public Overrides overrides() {
        return claims.overrides();
    }

    /** The instant quota periods are counted from, null if the token names none. */
    public @Nullable Instant anchor() {
        return claims.anchor;
    }

    /** The zone quota periods are counted in. */
    public ZoneId zone() {
        return claims.zone;
    }

    /** The scopes, empty if the token has none. */
    public Set<String> scopes() {
        return claims.scopes;
    }

    /** What the token is bound to. */
    public Bindings bindings() {
        return claims.bindings;
    }

    /** Where its status is published, empty if the token does not say. */
    public Optional<StatusReference> status() {
        return Optional.ofNullable(claims.status);
    }

    @Override
    public String toString() {
        return "VerifiedCaller[license=" + license + ", tokenId=" + claims.tokenId + "]";
    }
}
