package io.github.licensing4j.admin;

import io.github.licensing4j.CallerBindings;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Manages the keys that sign the calls of licenses (RFC 9421). Of an asymmetric key only the public part is known here. */
public interface SignatureKeys {

    /**
     * Adds a key to a license.
     *
     * @throws InvalidFieldException if the algorithm or the given key id is not accepted, or the public key is not one of its
     *     algorithm
     * @throws ConflictException if another key has the given id, the license has {@value #MOST_KEYS} keys already, or none can be added to it
     */
    NewSignatureKey add(String licenseId, SignatureKeyRequest request, AdminContext by);

    /** The number of keys of a license at most, revoked ones included. */
    int MOST_KEYS = 500;

    /** Returns the keys of a license, revoked ones included, oldest first. */
    List<SignatureKeyView> list(String licenseId);

    /** Revokes a key: no call with a signature by it is accepted. Revoking a revoked key changes nothing. */
    void revoke(String keyId, AdminContext by);

    /**
     * The settings of a new key.
     *
     * @param algorithm {@code ed25519}, {@code ecdsa-p256-sha256}, {@code ecdsa-p384-sha384}, {@code rsa-pss-sha512} or
     *     {@code hmac-sha256} (RFC 9421 §6.2.2)
     * @param jwk the public key as the text of a JWK (RFC 7517); null for {@code hmac-sha256}, whose secret is generated
     * @param keyId the name of the key in signatures that clients make already (RFC 9421 §2.3); 1 to 64 letters, digits and any of {@code . _ ~ : @ + =
     *     -}, not of the form of an id of this library, and of no other key, revoked ones included. Null for a generated one
     * @param use what a call may do that has no other credential
     */
    record SignatureKeyRequest(
            String algorithm,
            @Nullable String jwk,
            @Nullable String keyId,
            KeyUse use) {

        /** Returns a request for a key with a public part, without a name, scopes, bindings and an end. */
        public static SignatureKeyRequest of(String algorithm, String jwk) {
            return new SignatureKeyRequest(algorithm, jwk, null, KeyUse.plain());
        }

        /** Returns this request with the name of the key in signatures that clients make already; default a generated one. */
        public SignatureKeyRequest keyId(String given) {
            return new SignatureKeyRequest(algorithm, jwk, given, use);
        }

        /** Returns a request for a generated secret for {@code hmac-sha256}, without a name, scopes, bindings and an end. */
        public static SignatureKeyRequest secret() {
            return new SignatureKeyRequest("hmac-sha256", null, null, KeyUse.plain());
        }
    }

    /**
     * The name of a key, and what a call may do that has no other credential.
     *
     * @param name the owner's name for it; at most 100 characters, may be empty
     * @param scopes its scopes
     * @param bindings where and by whom it may be used
     * @param expiresAt the first instant at which it is no longer valid, null if it has no end
     */
    record KeyUse(
            String name,
            Set<String> scopes,
            CallerBindings bindings,
            @Nullable Instant expiresAt) {
        public KeyUse {
            scopes = Set.copyOf(scopes);
        }

        /** Returns a use without a name, scopes, bindings and an end. */
        public static KeyUse plain() {
            return new KeyUse("", Set.of(), CallerBindings.none(), null);
        }
    }

    /**
     * A signature key without its secret.
     *
     * @param id its public name, {@code sig_…} or the given one: the {@code keyid} of its signatures
     * @param license the id of its license
     * @param algorithm the only algorithm it is used with
     * @param jwk the public key as the text of a JWK; null for {@code hmac-sha256}
     * @param use its name, scopes, bindings and end
     * @param times when it was created, used and revoked
     */
    record SignatureKeyView(
            String id,
            String license,
            String algorithm,
            @Nullable String jwk,
            KeyUse use,
            Times times) {

        /**
         * The instants at which a key was created, used and revoked.
         *
         * @param createdAt when it was created
         * @param revokedAt when it was revoked, null if it was not
         * @param lastUsedAt when a signature by it was last accepted, to the minute; null if never
         */
        public record Times(
                Instant createdAt,
                @Nullable Instant revokedAt,
                @Nullable Instant lastUsedAt) {}
    }

    /**
     * A key that was just added.
     *
     * @param view its stored part
     * @param secret the secret in Base64, which cannot be retrieved again; null for a key with a public part
     */
    record NewSignatureKey(SignatureKeyView view, @Nullable String secret) {
        @Override
        public String toString() {
            return "NewSignatureKey[" + view + "]";
        }
    }
}
