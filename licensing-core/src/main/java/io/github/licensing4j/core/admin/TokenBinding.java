package io.github.licensing4j.core.admin;

import io.github.licensing4j.Call;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Binding;
import io.github.licensing4j.core.credential.ApiKeyFormat;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier.TokenProof;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds exchanged tokens to the key of a DPoP proof (RFC 9449 §5). A refresh token is stored by a hash of itself and of the
 * key it is bound to, so that it is found with a proof by that key only.
 */
final class TokenBinding {
    private final @Nullable DpopProofVerifier proofs;

    /** @param proofs null if DPoP is off, and proofs are ignored */
    TokenBinding(@Nullable DpopProofVerifier proofs) {
        this.proofs = proofs;
    }

    /** The result of verifying the proof of a request: its binding or the reason to decline it. */
    sealed interface Result {}

    /** The token is to be bound to this key, or to none. */
    record Bound(Binding binding) implements Result {}

    /** The request is declined. */
    record Refused(Exchange.Declined declined) implements Result {}

    /** Verifies the proof of a request. The proof is used up. */
    Result of(Call call) {
        TokenProof proof = proofs == null ? new TokenProof.None() : proofs.verifyTokenRequest(call);
        if (proof instanceof TokenProof.Proven proven) {
            return new Bound(new Binding(proven.thumbprint(), proven.responseFields()));
        }
        return proof instanceof TokenProof.Rejected rejected
                ? new Refused(
                        new Exchange.Declined(rejected.error(), rejected.description(), rejected.responseFields()))
                : new Bound(Binding.none());
    }

    /** Returns the hash of a refresh token that is bound to the key of a request, verified or not; empty without a key. */
    Optional<String> claimedHash(String refreshToken, Call call) {
        return proofs == null
                ? Optional.empty()
                : proofs.claimedThumbprint(call).map(thumbprint -> hash(refreshToken, thumbprint));
    }

    /** Returns the hash that a refresh token is stored by. */
    static String hash(String refreshToken, @Nullable String thumbprint) {
        // A refresh token has no colon.
        return ApiKeyFormat.hash(thumbprint == null ? refreshToken : refreshToken + ":" + thumbprint);
    }

    /** Returns the {@code cnf} of a token. */
    static Map.@Nullable Entry<String, String> confirmation(Binding binding) {
        String thumbprint = binding.thumbprint();
        return thumbprint == null ? null : Map.entry(DpopProofVerifier.METHOD, thumbprint);
    }
}
