package io.github.licensing4j.spring.dpop;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import java.net.URI;
import java.time.InstantSource;

/** Verifies proofs with this library, by the wall clock, which Spring Security also uses. */
final class LibraryVerifier {
    private final DpopProofVerifier verifier = new DpopProofVerifier(
            DpopSettings.defaults(), new byte[32], new InMemoryReplays(100_000, 100_000), InstantSource.system());

    ProofVerification verify(SentProof proof) {
        Call call = Call.builder(proof.method(), new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Credential.Source.DPOP, SentProof.TOKEN))
                .effectiveUri(URI.create(proof.uri()))
                .header("DPoP", proof.text())
                .build();
        return verifier.verify(call, new Confirmation(DpopProofVerifier.METHOD, proof.thumbprint()));
    }

    boolean accepts(SentProof proof) {
        return verify(proof) instanceof ProofVerification.Proven;
    }
}
