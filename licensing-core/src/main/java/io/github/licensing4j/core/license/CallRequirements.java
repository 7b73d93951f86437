package io.github.licensing4j.core.license;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.LicenseRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Determines what each call of a credential must satisfy besides the bindings of the credential itself.
 *
 * @param proofs what it must prove: the confirmations of the credential, and that of a license whose calls must be signed
 * @param bindings the callers that the license is bound to, none if it is not stored
 */
record CallRequirements(List<Confirmation> proofs, Bindings bindings) {
    /** Nothing. */
    static final CallRequirements NONE = new CallRequirements(List.of(), Bindings.none());

    /** @param license the license of the credential, empty if it is not stored */
    static CallRequirements of(VerifiedCredential caller, Optional<LicenseRecord> license) {
        Bindings bound = license.map(LicenseRecord::bindings).map(Bindings::of).orElseGet(Bindings::none);
        return new CallRequirements(proofs(caller, license), bound);
    }

    private static List<Confirmation> proofs(VerifiedCredential caller, Optional<LicenseRecord> license) {
        List<Confirmation> own = caller.confirmations();
        boolean isSigned = own.stream().anyMatch(one -> one.method().equals(SignatureProofVerifier.METHOD));
        boolean mustBeSigned = license.filter(stored -> stored.signatures() == CallSignatures.REQUIRED)
                .isPresent();
        if (isSigned || !mustBeSigned) {
            return own;
        }
        Confirmation ofLicense = new Confirmation(
                SignatureProofVerifier.OF_LICENSE, caller.license().value());
        return Stream.concat(own.stream(), Stream.of(ofLicense)).toList();
    }

    /** Returns whether a call need satisfy nothing. */
    boolean areNone() {
        return equals(NONE);
    }
}
