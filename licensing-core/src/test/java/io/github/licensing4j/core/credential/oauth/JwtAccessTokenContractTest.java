package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.Credential;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.tck.CredentialVerifierContract;

class JwtAccessTokenContractTest extends CredentialVerifierContract {
    private final AccessTokenFixture fixture = new AccessTokenFixture();
    private final CredentialVerifier verifier = fixture.verifier();

    @Override
    protected CredentialVerifier verifier() {
        return verifier;
    }

    @Override
    protected Credential genuine() {
        return AccessTokenFixture.bearer(AccessTokenFixture.RSA.sign(AccessTokenFixture.claims()));
    }

    @Override
    protected Credential another() {
        return AccessTokenFixture.bearer(AccessTokenFixture.RSA.sign(AccessTokenFixture.claims("jti", "jti-2")));
    }

    @Override
    protected Credential forged() {
        return AccessTokenFixture.bearer(AccessTokenFixture.STRANGER.sign(AccessTokenFixture.claims()));
    }

    @Override
    protected LicenseId license() {
        return AccessTokenFixture.LICENSE;
    }
}
