package io.github.licensing4j.core.credential.mtls;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.tck.ProofVerifierContract;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

class CertificateContractTest extends ProofVerifierContract {
    private static final X509Certificate OWN = Certificates.selfSigned("client", Certificates.keys());
    private static final X509Certificate OTHER = Certificates.selfSigned("client", Certificates.keys());

    @Override
    protected ProofVerifier verifier() {
        return new CertificateProofVerifier();
    }

    @Override
    protected Confirmation confirmation() {
        try {
            return new Confirmation("x5t#S256", CertificateProofVerifier.thumbprint(OWN));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Call proven() {
        return call().clientCertificate(OWN).build();
    }

    @Override
    protected Call unproven() {
        return call().build();
    }

    @Override
    protected Call provenByOther() {
        return call().clientCertificate(OTHER).build();
    }

    private static CallBuilder call() {
        return Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Source.BEARER, "token"));
    }
}
