package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.core.credential.mtls.Certificates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens that are bound to a certificate, from their issue to their calls. */
@Tag("rfc8705")
class CertificateProofTest extends CredentialFixture {
    private static final String INVALID = "Bearer error=\"invalid_token\"";

    private String token(String method, String thumbprint) {
        TokenRequest bound = new TokenRequest(
                Duration.ofHours(1), Set.of(), CallerBindings.none(), new KeyConfirmation(method, thumbprint));
        return fixture.admin.tokens().mint(license, bound, BY).token();
    }

    private Identification call(Credential credential, @Nullable X509Certificate certificate) {
        CallBuilder call = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .peer(PEER)
                .credential(credential);
        return fixture.engine.licensing.identify(
                certificate == null
                        ? call.build()
                        : call.clientCertificate(certificate).build());
    }

    private Identification bearer(String token, @Nullable X509Certificate certificate) {
        return call(new Credential(Source.BEARER, token), certificate);
    }

    private static String refused(Identification who) {
        Refusal refusal = ((Refused) who).refusal();
        return refusal.code().text() + " "
                + (refusal.challenge() == null ? "" : refusal.challenge().value());
    }

    @Test
    @DisplayName("RFC 8705 §3, appendix A: accepts the token with the certificate of the example, however old")
    void acceptsExample() throws IOException {
        String token = token("x5t#S256", Certificates.rfc8705().get("x5t#S256").asString());
        assertThat(bearer(token, Certificates.ofRfc8705())).isInstanceOf(Identified.class);
    }

    @Test
    @DisplayName("RFC 8705 §3: refuses a bound token without a certificate, and with another one")
    void refusesOtherCertificates() throws IOException {
        String token = token("x5t#S256", Certificates.rfc8705().get("x5t#S256").asString());
        X509Certificate other = Certificates.selfSigned("mtls", Certificates.keys());

        assertThat(refused(bearer(token, null))).isEqualTo("proof-required " + INVALID);
        assertThat(refused(bearer(token, other))).isEqualTo("proof-invalid " + INVALID);
        assertThat(bearer(token, Certificates.ofRfc8705())).isInstanceOf(Identified.class);
        assertThat(refused(call(new Credential(Source.API_KEY, token), null))).isEqualTo("proof-required " + INVALID);
    }

    @Test
    @DisplayName("RFC 9449 §7.1: refuses a token that is bound to a certificate alone with the scheme DPoP")
    void refusesDpopScheme() throws IOException {
        String token = token("x5t#S256", Certificates.rfc8705().get("x5t#S256").asString());
        assertThat(refused(call(new Credential(Source.DPOP, token), Certificates.ofRfc8705())))
                .startsWith("credential-invalid DPoP error=\"invalid_token\", algs=");
    }

    @Test
    void acceptsUnboundCredentialsWithAnyCertificate() {
        X509Certificate any = Certificates.selfSigned("any", Certificates.keys());
        String key =
                fixture.admin.keys().create(license, KeyRequest.plain(), BY).key();
        assertThat(bearer(mint().token(), any)).isInstanceOf(Identified.class);
        assertThat(call(new Credential(Source.API_KEY, key), null)).isInstanceOf(Identified.class);
    }
}
