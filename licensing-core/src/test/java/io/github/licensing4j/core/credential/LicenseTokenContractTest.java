package io.github.licensing4j.core.credential;

import io.github.licensing4j.Credential;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.tck.CredentialVerifierContract;

class LicenseTokenContractTest extends CredentialVerifierContract {
    private final TokenFixture fixture = new TokenFixture();
    private final String token = fixture.token();

    @Override
    protected CredentialVerifier verifier() {
        return fixture.verifier;
    }

    @Override
    protected Credential genuine() {
        return new Credential(Credential.Source.BEARER, token);
    }

    @Override
    protected Credential another() {
        return new Credential(Credential.Source.BEARER, fixture.token());
    }

    @Override
    protected Credential forged() {
        return new Credential(Credential.Source.BEARER, fixture.token(KeyFile.ephemeral()));
    }

    @Override
    protected LicenseId license() {
        return new LicenseId(TokenFixture.ISSUER, "lic_1");
    }
}
