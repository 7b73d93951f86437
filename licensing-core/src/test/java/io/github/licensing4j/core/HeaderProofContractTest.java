package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.tck.ProofVerifierContract;

class HeaderProofContractTest extends ProofVerifierContract {

    @Override
    protected ProofVerifier verifier() {
        return new HeaderProof();
    }

    @Override
    protected Confirmation confirmation() {
        return new Confirmation(HeaderProof.METHOD, "key-1");
    }

    @Override
    protected Call proven() {
        return call().header(HeaderProof.FIELD, "key-1").build();
    }

    @Override
    protected Call unproven() {
        return call().build();
    }

    @Override
    protected Call provenByOther() {
        return call().header(HeaderProof.FIELD, "key-2").build();
    }

    private static CallBuilder call() {
        return Call.builder("GET", new RequestPath.Canonical("/v1/forecast"));
    }
}
