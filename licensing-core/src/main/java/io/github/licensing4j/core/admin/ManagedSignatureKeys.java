package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.SignatureKeys;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.signature.PublicKeyJwk;
import io.github.licensing4j.core.credential.signature.SecretSeal;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SignatureKeyId;
import io.github.licensing4j.core.credential.signature.SignatureKeyOwner;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.SignatureKeyRecord.Times;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Manages the keys that sign calls. Secrets are generated here, shown once, and stored encrypted. */
final class ManagedSignatureKeys implements SignatureKeys {
    private static final int SECRET_BYTES = 32;

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final LicenseFinder finder;
    private final Ids ids;
    private final Idempotency idempotency;
    private final SecretSeal seal;
    private final SecureRandom random = new SecureRandom();

    ManagedSignatureKeys(
            String issuer, AdminTransactions adminTransactions, LicenseFinder finder, Ids ids, SecretSeal seal) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.finder = finder;
        this.ids = ids;
        this.seal = seal;
        this.idempotency = new Idempotency(issuer, adminTransactions.store().requests());
    }

    @Override
    public NewSignatureKey add(String licenseId, SignatureKeyRequest request, AdminContext by) {
        SignatureAlgorithm algorithm = algorithm(request);
        String jwk = jwk(request, algorithm);
        check(request);
        return adminTransactions.carryOut(pendingChange -> {
            idempotency.refuseRepeat(by, pendingChange.now(), "signature key");
            LicenseId license = finder.open(licenseId, pendingChange).id();
            refuseIfFull(license);
            requireFutureEnd(request.use(), pendingChange.now());
            String id = id(request, pendingChange.now());
            byte[] secret = secret();
            SignatureKeyRecord record = new SignatureKeyRecord(
                    id,
                    license,
                    1,
                    algorithm.text(),
                    jwk == null ? seal.seal(secret, SignatureKeyOwner.of(license, id)) : jwk,
                    request.use().name(),
                    restrictions(request.use()),
                    new Times(pendingChange.now(), inMillis(request.use().expiresAt()), null));
            pendingChange.change().signatureKey(record).idempotencyRecord(idempotency.of(by, id, pendingChange.now()));
            pendingChange.act(act(by, "signature-key.added", record));
            return new NewSignatureKey(
                    view(record, null), jwk == null ? Base64.getEncoder().encodeToString(secret) : null);
        });
    }

    private String id(SignatureKeyRequest request, Instant now) {
        String given = request.keyId();
        if (given == null) {
            return ids.next(SignatureKeyId.PREFIX, now.toEpochMilli());
        }
        if (credentials().signatureKey(issuer, given).isPresent()) {
            throw new ConflictException(Kind.STATE, "there is a signature key with the id '" + given + "' already");
        }
        return given;
    }

    private byte[] secret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    private static SignatureAlgorithm algorithm(SignatureKeyRequest request) {
        return SignatureAlgorithm.of(request.algorithm())
                .orElseThrow(() -> new InvalidFieldException("alg", "expected one of " + SignatureAlgorithm.NAMES));
    }

    /** Returns the public key in the form that is stored, null for an algorithm with a secret. */
    private static @Nullable String jwk(SignatureKeyRequest request, SignatureAlgorithm algorithm) {
        String jwk = request.jwk();
        if (algorithm == SignatureAlgorithm.HMAC_SHA256) {
            if (jwk != null) {
                throw new InvalidFieldException("jwk", "expected none for hmac-sha256, whose secret is generated");
            }
            return null;
        }
        if (jwk == null) {
            throw new InvalidFieldException("jwk", "expected the public key for " + algorithm.text());
        }
        try {
            return PublicKeyJwk.read(jwk, algorithm).jwk();
        } catch (LicensingException e) {
            throw new InvalidFieldException("jwk", "for " + algorithm.text() + ": " + e.getMessage());
        }
    }

    private static void check(SignatureKeyRequest request) {
        if (request.keyId() != null && !SignatureKeyId.isGiven(request.keyId())) {
            throw new InvalidFieldException("keyId", "expected " + SignatureKeyId.EXPECTED);
        }
        KeyUse use = request.use();
        if (!use.name().isEmpty()) {
            NewLicenses.checkText("name", use.name(), ManagedKeys.MAX_NAME);
        }
        KeyRequests.checkScopes(use.scopes());
        Bindings unused = KeyRequests.bindings(use.bindings());
        NewLicenses.checkInstant("expires", use.expiresAt());
    }

    private static void requireFutureEnd(KeyUse use, Instant now) {
        if (use.expiresAt() != null && !use.expiresAt().isAfter(now)) {
            throw new InvalidFieldException("expires", "expected an instant after " + now);
        }
    }

    private void refuseIfFull(LicenseId license) {
        if (credentials().signatureKeysOf(license).size() >= MOST_KEYS) {
            throw new ConflictException(
                    Kind.STATE, "the license has " + MOST_KEYS + " signature keys already, revoked ones included");
        }
    }

    private CredentialStore credentials() {
        return adminTransactions.store().credentials();
    }

    private static Restrictions restrictions(KeyUse use) {
        return new Restrictions(use.scopes(), use.bindings());
    }

    private static @Nullable Instant inMillis(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public List<SignatureKeyView> list(String licenseId) {
        List<SignatureKeyRecord> keys =
                credentials().signatureKeysOf(finder.stored(licenseId).id());
        Map<String, Instant> used =
                credentials().lastUsed(keys.stream().map(SignatureKeyRecord::id).toList());
        return keys.stream().map(key -> view(key, used.get(key.id()))).toList();
    }

    private static SignatureKeyView view(SignatureKeyRecord key, @Nullable Instant lastUsedAt) {
        Restrictions own = key.restrictions();
        boolean isSecret = key.algorithm().equals(SignatureAlgorithm.HMAC_SHA256.text());
        return new SignatureKeyView(
                key.id(),
                key.license().value(),
                key.algorithm(),
                isSecret ? null : key.material(),
                new KeyUse(key.name(), own.scopes(), own.bindings(), key.times().expiresAt()),
                new SignatureKeyView.Times(key.times().createdAt(), key.times().revokedAt(), lastUsedAt));
    }

    @Override
    public void revoke(String keyId, AdminContext by) {
        String unused = adminTransactions.carryOut(pendingChange -> {
            SignatureKeyRecord key = credentials()
                    .signatureKey(issuer, keyId)
                    .orElseThrow(() -> new NotFoundException("signature key", keyId));
            if (key.times().revokedAt() == null) {
                pendingChange.change().signatureKey(key.revoked(pendingChange.now()));
                pendingChange.act(act(by, "signature-key.revoked", key));
            }
            return keyId;
        });
    }

    /** Refuses a key that is not one of a license, or no longer valid, for a token that is to be bound to it. */
    void requireUsable(String keyId, LicenseId license, Instant now) {
        boolean isUsable = credentials()
                .signatureKey(issuer, keyId)
                .filter(key -> key.license().equals(license) && key.times().revokedAt() == null)
                .filter(key -> key.times().expiresAt() == null
                        || key.times().expiresAt().isAfter(now))
                .isPresent();
        if (!isUsable) {
            throw new InvalidFieldException("cnf.kid", "expected the id of a valid signature key of the license");
        }
    }

    private static AuditAction act(AdminContext by, String action, SignatureKeyRecord key) {
        return new AuditAction(
                by.actor(), action, key.license().value(), key.id(), by.reason(), Map.of("alg", key.algorithm()));
    }
}
