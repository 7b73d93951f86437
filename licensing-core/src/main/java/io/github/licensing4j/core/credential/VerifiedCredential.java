package io.github.licensing4j.core.credential;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.SignatureKeyRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A credential that a verifier has proven to be genuine. Immutable. */
public final class VerifiedCredential implements OwnCredential {
    private final TokenClaims claims;
    private final LicenseId license;
    // Copies of the claims that every call reads: one object less to touch.
    private final long validFromMillis;
    private final long expiresMillis;
    private final @Nullable String keyHash;
    private final Set<String> scopes;
    private final Bindings bindings;
    private final List<Confirmation> confirmations;
    private final @Nullable StatusReference status;

    VerifiedCredential(TokenClaims claims) {
        this.claims = claims;
        this.license = new LicenseId(claims.issuer, claims.license);
        this.validFromMillis = Math.max(claims.issuedMillis, claims.notBeforeMillis);
        this.expiresMillis = claims.expiresMillis;
        this.keyHash = claims.keyHash;
        this.scopes = claims.scopes;
        this.bindings = claims.bindings;
        this.confirmations = claims.confirmations;
        this.status = claims.status;
    }

    /** Returns the engine's form of what any verifier has verified. */
    public static VerifiedCredential of(CredentialVerification.Verified verified) {
        return verified instanceof VerifiedCredential own ? own : new VerifiedCredential(TokenClaims.of(verified));
    }

    /**
     * Returns the credential of a call that has no other than its signature.
     *
     * @param key the key by which the signature was verified
     */
    public static VerifiedCredential signedBy(SignatureKeyRecord key) {
        return new VerifiedCredential(TokenClaims.of(key));
    }

    /** Returns the license, named by issuer and id. */
    @Override
    public LicenseId license() {
        return license;
    }

    @Override
    public CredentialKind kind() {
        return claims.kind;
    }

    /** Returns whether it is a license token or an API key, whose bearer may use the routes of callers that change something. */
    public boolean isIssued() {
        return claims.kind == CredentialKind.LICENSE_TOKEN || claims.kind == CredentialKind.API_KEY;
    }

    /** Returns the hash of the presented API key, empty where it was a token. */
    public Optional<String> keyHash() {
        return Optional.ofNullable(keyHash);
    }

    /** Returns the {@code kid} of the key that signed the token; empty for an API key. */
    String signingKeyId() {
        return claims.keyId;
    }

    /** Returns the customer, {@code sub}; empty text for an API key, whose license is on record. */
    public String customer() {
        return claims.customer;
    }

    /** Returns the token's own id, {@code jti}, or the id of the API key or signature key. */
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
        return Instant.ofEpochMilli(expiresMillis);
    }

    /** Returns {@link #expiresAt} in epoch milliseconds. */
    public long expiresMillis() {
        return expiresMillis;
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
        return scopes;
    }

    /** Returns the roles, empty unless an identity provider has given some. */
    @Override
    public Set<String> roles() {
        return claims.roles;
    }

    /** Returns the user that the credential was issued to, empty unless an identity provider has named one. */
    @Override
    public Optional<String> user() {
        return Optional.ofNullable(claims.user);
    }

    @Override
    public Instant verifyAgainAt() {
        return Instant.ofEpochMilli(claims.verifyAgainMillis);
    }

    /** Returns {@link #verifyAgainAt} in epoch milliseconds. */
    public long verifyAgainMillis() {
        return claims.verifyAgainMillis;
    }

    /** Returns the name that led to the license, empty if the credential names its license itself. */
    @Override
    public Optional<ExternalName> externalName() {
        return Optional.ofNullable(claims.externalName);
    }

    /** Returns the keys that the token is bound to, {@code cnf}; empty if there are none. */
    @Override
    public List<Confirmation> confirmations() {
        return confirmations;
    }

    /** Returns the bindings of the token. */
    public Bindings bindings() {
        return bindings;
    }

    /** Returns the organisations of its bearer, empty unless an identity provider has named some. */
    @Override
    public Set<String> organisations() {
        return claims.organisations;
    }

    /**
     * Returns whether a peer may use it: both its own bindings and those of its license admit the call.
     *
     * @param ofLicense the bindings of the stored license, none if it is not stored
     */
    public boolean admits(Peer peer, Bindings ofLicense) {
        return bindings.admits(peer, claims.organisations) && ofLicense.admits(peer, claims.organisations);
    }

    /** Returns where its status is published, empty if the token has no status. */
    public Optional<StatusReference> status() {
        return Optional.ofNullable(status);
    }

    @Override
    public String toString() {
        return "VerifiedCredential[license=" + license + ", tokenId=" + claims.tokenId + "]";
    }
}
