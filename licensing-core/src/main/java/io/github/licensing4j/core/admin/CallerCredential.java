package io.github.licensing4j.core.admin;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.admin.CredentialRefusedException;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.license.CredentialStatus;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.StoreDependency;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks the credential of a caller again in each change that the caller makes, and makes the change depend on it. A caller was
 * identified before its change waited for others; a revocation may have been stored meanwhile, on any node.
 */
final class CallerCredential {
    private final VerifiedCredential caller;
    private final CredentialStore credentials;
    private final LicenseCache cache;
    private final Predicate<VerifiedCredential> isTrusted;

    /** @param isTrusted whether the key that signed a token is still trusted */
    CallerCredential(
            VerifiedCredential caller,
            CredentialStore credentials,
            LicenseCache cache,
            Predicate<VerifiedCredential> isTrusted) {
        this.caller = caller;
        this.credentials = credentials;
        this.cache = cache;
        this.isTrusted = isTrusted;
    }

    VerifiedCredential caller() {
        return caller;
    }

    /**
     * Adds the credential to the records that a change depends on.
     *
     * @return the origin of a key that the change creates
     * @throws CredentialRefusedException if the credential is no longer valid
     */
    KeyOrigin recheck(PendingChange pendingChange) {
        if (!isTrusted.test(caller)) {
            throw new CredentialRefusedException(RefusalCode.CREDENTIAL_INVALID);
        }
        CredentialStatus credentialStatus = cache.credentialStatus(
                caller, () -> cache.countedKey(caller), pendingChange.now().toEpochMilli());
        if (credentialStatus.refused() != null) {
            throw new CredentialRefusedException(credentialStatus.refused());
        }
        Optional<String> hash = caller.keyHash();
        return hash.isPresent() ? key(pendingChange, hash.get()) : token(pendingChange);
    }

    private KeyOrigin key(PendingChange pendingChange, String hash) {
        ApiKeyRecord key = cache.key(hash).orElseThrow(CallerCredential::revoked);
        dependOn(pendingChange, key);
        return new KeyOrigin(key.id(), null, null, earliest(key, null));
    }

    private KeyOrigin token(PendingChange pendingChange) {
        String issuer = caller.license().issuer();
        Instant issuedAt = Instant.ofEpochMilli(caller.issuedMillis());
        pendingChange
                .change()
                .dependsOn(new StoreDependency.TokenNotRevoked(issuer, caller.id()))
                .dependsOn(new StoreDependency.AgeNotRevoked(issuer, issuedAt))
                .dependsOn(new StoreDependency.CustomerNotRevoked(issuer, caller.customer()));
        TokenRecord token = credentials.token(issuer, caller.id()).orElse(null);
        if (token == null) {
            return new KeyOrigin(null, null, caller.id(), issuedAt);
        }
        if (token.revokedAt() != null) {
            throw revoked();
        }
        if (token.family() != null) {
            pendingChange.change().dependsOn(new StoreDependency.FamilyNotRevoked(issuer, token.family()));
        }
        ApiKeyRecord key = keyOf(token);
        if (key != null) {
            dependOn(pendingChange, key);
        }
        return new KeyOrigin(token.keyId(), token.family(), caller.id(), earliest(key, issuedAt));
    }

    /** A token is no longer valid when its key is not, even before it is revoked itself. */
    private @Nullable ApiKeyRecord keyOf(TokenRecord token) {
        String keyId = token.keyId();
        if (keyId == null) {
            return null;
        }
        return credentials
                .key(token.license().issuer(), keyId)
                .filter(key -> key.revokedAt() == null)
                .orElseThrow(CallerCredential::revoked);
    }

    private static void dependOn(PendingChange pendingChange, ApiKeyRecord key) {
        pendingChange.change().dependsOn(new StoreDependency.KeyAt(key.license().issuer(), key.id(), key.revision()));
    }

    /** A revocation by age applies to everything that descends from a token of that age. */
    private static @Nullable Instant earliest(@Nullable ApiKeyRecord key, @Nullable Instant issuedAt) {
        Instant inherited = key == null || key.history().origin() == null
                ? null
                : key.history().origin().issuedAt();
        if (inherited == null || (issuedAt != null && issuedAt.isBefore(inherited))) {
            return issuedAt;
        }
        return inherited;
    }

    private static CredentialRefusedException revoked() {
        return new CredentialRefusedException(RefusalCode.CREDENTIAL_REVOKED);
    }
}
