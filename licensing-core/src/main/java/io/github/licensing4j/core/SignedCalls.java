package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.credential.VerifiedTokens;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier.SignedCall;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.spi.SignatureKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates calls that have no other credential than their signature. The signature is verified before anything of the
 * key is looked at, so that a call without a valid one reveals nothing about a key. Safe for use by many threads.
 */
final class SignedCalls {
    private static final int MAX_KEYS = 16_384;

    private final @Nullable SignatureProofVerifier verifier;
    private final Limits limits;
    /** By the id of the key, which is no text that a call carries as another credential. */
    private final VerifiedTokens<CachedCredential> cache = new VerifiedTokens<>(MAX_KEYS);

    /** @param verifier null if signatures are off */
    SignedCalls(@Nullable SignatureProofVerifier verifier, Limits limits) {
        this.verifier = verifier;
        this.limits = limits;
    }

    /** Verifies the signature of a call. A call whose signature cannot be verified here has none. */
    SignedCall verify(Call call) {
        return verifier == null ? new SignedCall.Unsigned() : verifier.authenticate(call);
    }

    /** Returns the credential of a key that has signed. What it may do is fixed when the key is added. */
    CachedCredential credential(SignatureKeyRecord key) {
        CachedCredential known = cache.get(key.id());
        if (known != null) {
            return known;
        }
        VerifiedCredential verified = VerifiedCredential.signedBy(key);
        CachedCredential fresh = CachedCredential.signed(verified, limits.account(verified.license()));
        cache.put(key.id(), fresh, cache.generation());
        return fresh;
    }
}
