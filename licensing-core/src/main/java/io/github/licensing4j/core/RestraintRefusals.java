package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication.Rejected;
import io.github.licensing4j.core.license.CredentialStatus;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.ProofVerification;
import java.util.Optional;

/** Refuses calls of API keys that are restrained because of signals. Such a key is valid, so that this is no failed credential. */
record RestraintRefusals(Proofs proofs, RefusalFactory refusalFactory) {

    /** Returns the refusal of a key that is suspended, empty if it is refused for another reason. */
    Optional<Authentication> suspended(CredentialStatus status, LicenseId license) {
        KeyRestraint restraint = status.restraint();
        return restraint == null || status.refused() != RefusalCode.LICENSE_SUSPENDED
                ? Optional.empty()
                : Optional.of(new Rejected(refusalFactory.keySuspended(restraint), license));
    }

    /** Returns the refusal of a call without the proof that its key needs, empty if it has one, even one that is not valid. */
    Optional<Authentication> unproven(
            CredentialStatus status, ProofVerification.Rejected rejected, Call call, LicenseId license) {
        KeyRestraint restraint = status.restraint();
        return restraint != null && rejected.code() == RefusalCode.PROOF_REQUIRED
                ? Optional.of(
                        new Rejected(refusalFactory.proofOfKeyRequired(restraint, proofs.ofRestraint(call)), license))
                : Optional.empty();
    }
}
