package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.tck.ProofVerifierContract;
import java.security.KeyPair;

class SignatureContractTest extends ProofVerifierContract {
    private final SignatureFixture signatures = new SignatureFixture();

    @Override
    protected ProofVerifier verifier() {
        return signatures.verifier;
    }

    @Override
    protected Confirmation confirmation() {
        return new Confirmation("kid", SignatureFixture.KEY_ID);
    }

    private Draft beside(Draft draft) {
        return draft.credential(Source.API_KEY, "key")
                .header("X-API-Key", "key")
                .covers("\"x-api-key\"", "key");
    }

    @Override
    protected Call proven() {
        return beside(signatures.draft()).call();
    }

    @Override
    protected Call unproven() {
        return beside(signatures.draft()).unsigned().build();
    }

    @Override
    protected Call provenByOther() {
        KeyPair other = SigningKeys.generate(SignatureAlgorithm.ED25519);
        signatures.add("sig_2", SignatureAlgorithm.ED25519, SigningKeys.jwk(other));
        String parameters = signatures.parameters().replace(SignatureFixture.KEY_ID, "sig_2");
        return beside(new Draft(other.getPrivate(), parameters)).call();
    }
}
