package io.github.licensing4j.core.credential.mtls;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ProofVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/**
 * Verifies that the client has authenticated its connection with the certificate that its token is bound to, {@code
 * x5t#S256} (RFC 8705 §3.1).
 *
 * <p>Only the SHA-256 of the DER encoding counts: neither the chain, nor the names, nor the dates of the certificate (§6.2).
 * TLS proves the possession of its private key. Safe for use by many threads.
 */
public final class CertificateProofVerifier implements ProofVerifier {
    /** The confirmation method of a certificate (RFC 8705 §3.1). */
    public static final String METHOD = "x5t#S256";

    private static final ProofChallenge BEARER = ProofChallenge.of("Bearer error=\"invalid_token\"");
    private static final ProofChallenge DPOP = ProofChallenge.of("DPoP error=\"invalid_token\"");

    @Override
    public boolean accepts(Confirmation confirmation) {
        return confirmation.method().equals(METHOD);
    }

    @Override
    public ProofVerification verify(Call call, Confirmation confirmation) {
        Optional<X509Certificate> certificate = call.evidence().clientCertificate();
        if (certificate.isEmpty()) {
            return rejected(call, RefusalCode.PROOF_REQUIRED, "it is bound to a certificate and came without one");
        }
        try {
            byte[] thumbprint = thumbprint(certificate.get()).getBytes(StandardCharsets.US_ASCII);
            return MessageDigest.isEqual(thumbprint, confirmation.value().getBytes(StandardCharsets.UTF_8))
                    ? ProofVerification.proven()
                    : rejected(call, RefusalCode.PROOF_INVALID, "it is bound to another certificate");
        } catch (CertificateEncodingException e) {
            return rejected(call, RefusalCode.PROOF_INVALID, "its certificate has no encoding");
        }
    }

    /** Returns the SHA-256 of the DER encoding, in base64url without padding. */
    static String thumbprint(X509Certificate certificate) throws CertificateEncodingException {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(certificate.getEncoded()));
    }

    /** Returns the challenge of a token that is not valid for its call, in the scheme of the call. */
    public static ProofChallenge invalidToken(Call call) {
        return call.credentials().get(0).source() == Source.DPOP ? DPOP : BEARER;
    }

    private static ProofVerification rejected(Call call, RefusalCode code, String cause) {
        return new ProofVerification.Rejected(code, cause, invalidToken(call));
    }
}
