package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import io.github.licensing4j.spi.ProofVerifier;
import java.util.List;

/** Takes a header field with the confirmed value for a proof. */
public final class HeaderProof implements ProofVerifier {
    public static final String METHOD = "header";
    public static final String FIELD = "Test-Proof";

    @Override
    public boolean accepts(Confirmation confirmation) {
        return confirmation.method().equals(METHOD);
    }

    @Override
    public ProofVerification verify(Call call, Confirmation confirmation) {
        List<String> proofs = call.evidence().header(FIELD);
        if (proofs.isEmpty()) {
            return new Rejected(RefusalCode.PROOF_REQUIRED, "there is no proof");
        }
        return proofs.equals(List.of(confirmation.value()))
                ? ProofVerification.proven()
                : new Rejected(RefusalCode.PROOF_INVALID, "the proof is of another key");
    }
}
