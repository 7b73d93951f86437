package io.github.licensing4j.spi;

import io.github.licensing4j.Call;

/**
 * Verifies that the sender of a call possesses the key that its credential is bound to.
 *
 * <p>It runs on every call of a bound credential, after the credential itself was verified. A credential that is bound to
 * several keys needs a proof of each; one that is bound to a key which no verifier accepts is refused. Safe for use by many
 * threads.
 */
public interface ProofVerifier {

    /** Returns whether this verifier handles the method of a confirmation. */
    boolean accepts(Confirmation confirmation);

    /**
     * Verifies the evidence of a call. Never throws because of its content.
     *
     * @param call the call, with its evidence and the bound credential
     * @param confirmation the key that the credential is bound to
     */
    ProofVerification verify(Call call, Confirmation confirmation);
}
