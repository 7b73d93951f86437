package io.github.licensing4j.core;

import io.github.licensing4j.core.credential.signature.SignatureVerifier.SignatureKeys;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.spi.SignatureKeyRecord;
import java.util.Optional;

/** Finds signature keys in the cache of the license store. */
record StoredSignatureKeys(LicenseCache cache) implements SignatureKeys {

    @Override
    public Optional<SignatureKeyRecord> find(String keyId) {
        return cache.signatureKey(keyId);
    }

    @Override
    public void used(String keyId, long nowMillis) {
        cache.used(keyId, nowMillis);
    }
}
