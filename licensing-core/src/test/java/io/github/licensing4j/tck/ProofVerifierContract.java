package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification.Proven;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import io.github.licensing4j.spi.ProofVerifier;
import org.junit.jupiter.api.Test;

/** The contract of {@link ProofVerifier}. A subclass provides one verifier and calls for it. */
public abstract class ProofVerifierContract {

    protected abstract ProofVerifier verifier();

    /** Returns the key that the credentials of all calls are bound to. */
    protected abstract Confirmation confirmation();

    /** Returns a call with a proof by that key. */
    protected abstract Call proven();

    /** Returns a call without a proof. */
    protected abstract Call unproven();

    /** Returns a call with a proof by another key. */
    protected abstract Call provenByOther();

    @Test
    void acceptsItsMethodOnly() {
        assertThat(verifier().accepts(confirmation())).isTrue();
        assertThat(verifier()
                        .accepts(new Confirmation(
                                "no-such-method", confirmation().value())))
                .isFalse();
    }

    @Test
    void acceptsProof() {
        assertThat(verifier().verify(proven(), confirmation())).isInstanceOf(Proven.class);
    }

    @Test
    void requiresProof() {
        assertThat(code(unproven())).isEqualTo(RefusalCode.PROOF_REQUIRED);
    }

    @Test
    void rejectsProofByOtherKey() {
        assertThat(code(provenByOther())).isEqualTo(RefusalCode.PROOF_INVALID);
    }

    @Test
    void rejectsProofForOtherConfirmation() {
        Confirmation other =
                new Confirmation(confirmation().method(), confirmation().value() + "x");
        assertThat(verifier().verify(proven(), other)).isInstanceOf(Rejected.class);
    }

    private RefusalCode code(Call call) {
        return ((Rejected) verifier().verify(call, confirmation())).code();
    }
}
