package io.github.licensing4j.core.credential.dpop;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.tck.ProofVerifierContract;

class DpopContractTest extends ProofVerifierContract {
    private final DpopFixture dpop = new DpopFixture();

    @Override
    protected ProofVerifier verifier() {
        return dpop.verifier;
    }

    @Override
    protected Confirmation confirmation() {
        return new Confirmation("jkt", dpop.client.thumbprint());
    }

    @Override
    protected Call proven() {
        return DpopFixture.call(dpop.proof());
    }

    @Override
    protected Call unproven() {
        return DpopFixture.call("GET", DpopFixture.URL, Source.DPOP).build();
    }

    @Override
    protected Call provenByOther() {
        ProofMaker other = ProofMaker.of(JwsAlgorithm.ES256);
        return DpopFixture.call(other.sign(other.header(), dpop.claims()));
    }
}
