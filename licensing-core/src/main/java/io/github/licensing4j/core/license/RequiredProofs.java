package io.github.licensing4j.core.license;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.LicenseRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Determines what the calls of a credential must prove. */
final class RequiredProofs {
    private RequiredProofs() {}

    /**
     * Returns the confirmations of a credential, with that of a license whose calls must be signed.
     *
     * @param license its license, empty if it is not stored
     */
    static List<Confirmation> of(VerifiedCredential caller, Optional<LicenseRecord> license) {
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
}
