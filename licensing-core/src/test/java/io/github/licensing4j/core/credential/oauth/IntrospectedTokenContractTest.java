package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.Credential;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.tck.CredentialVerifierContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class IntrospectedTokenContractTest extends CredentialVerifierContract {
    private final AccessTokenFixture fixture = new AccessTokenFixture();
    private final IdentityProvider provider = IdentityProvider.with();
    private final Introspection settings = provider.patient("id", "secret");
    private final CredentialVerifier verifier = new IntrospectedTokenVerifier(
            OAuthIssuer.introspected(provider.issuer(), settings),
            new IntrospectionClient(settings, fixture.clock),
            fixture.common);

    @BeforeEach
    void activate() {
        Map<String, Object> members = Map.of(
                "client_id", "client-1", "aud", AccessTokenFixture.AUDIENCE, "exp", AccessTokenFixture.NOW + 300);
        provider.activate("opaque-1", members);
        provider.activate("opaque-2", members);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Override
    protected CredentialVerifier verifier() {
        return verifier;
    }

    @Override
    protected Credential genuine() {
        return AccessTokenFixture.bearer("opaque-1");
    }

    @Override
    protected Credential another() {
        return AccessTokenFixture.bearer("opaque-2");
    }

    @Override
    protected Credential forged() {
        return AccessTokenFixture.bearer("opaque-3");
    }

    @Override
    protected LicenseId license() {
        return AccessTokenFixture.LICENSE;
    }
}
