package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.SignatureCheck;
import io.github.licensing4j.core.credential.VerifiedTokens;
import io.github.licensing4j.spi.SignatureKeyRecord;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the checks of stored keys, and caches those that have verified a signature, because preparing a key takes longer
 * than verifying with it. Safe for use by many threads.
 */
final class SignatureKeyChecks {
    private static final Logger log = LoggerFactory.getLogger(SignatureKeyChecks.class);
    private static final int MAX_KEYS = 4096;

    private final SecretSeal seal;
    private final VerifiedTokens<SignatureCheck> cache = new VerifiedTokens<>(MAX_KEYS);

    SignatureKeyChecks(SecretSeal seal) {
        this.seal = seal;
    }

    /** Returns whether a signature is by a key. The material of a key never changes. */
    boolean verifies(SignatureKeyRecord key, SignatureAlgorithm algorithm, byte[] base, byte[] signature) {
        String name = key.license().issuer() + "\n" + key.id();
        SignatureCheck known = cache.get(name);
        if (known != null) {
            return known.verify(base, signature);
        }
        Optional<SignatureCheck> fresh = prepare(key, algorithm);
        boolean isSigned = fresh.isPresent() && fresh.get().verify(base, signature);
        if (isSigned) {
            cache.put(name, fresh.get(), cache.generation());
        }
        return isSigned;
    }

    private Optional<SignatureCheck> prepare(SignatureKeyRecord key, SignatureAlgorithm algorithm) {
        try {
            if (algorithm == SignatureAlgorithm.HMAC_SHA256) {
                String owner = SignatureKeyOwner.of(key.license(), key.id());
                return Optional.of(new HmacCheck(seal.open(key.material(), owner)));
            }
            return Optional.of(PublicKeyJwk.read(key.material(), algorithm).check());
        } catch (LicensingException e) {
            log.error("The stored signature key '{}' cannot be used; its signatures are refused", key.id(), e);
            return Optional.empty();
        }
    }
}
