package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identification;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.credential.dpop.ProofMaker;
import io.github.licensing4j.core.credential.mtls.Certificates;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.LicenseRecord;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that are bound by DPoP, by a certificate or by both, under each setting. */
class ProofCombinationTest {
    private static final String URL = "https://api.example.com/v1/forecast";
    private static final X509Certificate OWN = Certificates.selfSigned("client", Certificates.keys());
    private static final X509Certificate OTHER = Certificates.selfSigned("client", Certificates.keys());

    @TempDir
    Path dir;

    private final ProofMaker client = ProofMaker.of(JwsAlgorithm.ED25519);
    private final ProofMaker thief = ProofMaker.of(JwsAlgorithm.ED25519);

    /** Verifies any credential; its value names what it is bound by. */
    private final class Bound implements CredentialVerifier {

        @Override
        public boolean accepts(Credential credential) {
            return true;
        }

        @Override
        public CredentialVerification verify(Credential credential) {
            return Badge.of("lic_1")
                    .boundTo(Stream.of("jkt", "x5t#S256", "other")
                            .filter(credential.value()::contains)
                            .map(method ->
                                    new Confirmation(method, method.equals("jkt") ? client.thumbprint() : digest()))
                            .toList());
        }
    }

    private static String digest() {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(OWN.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private EngineFixture engine(UnaryOperator<LicensingBuilder> settings) {
        EngineFixture engine =
                new EngineFixture(dir, builder -> settings.apply(builder.credentialVerifier(new Bound())));
        engine.put(LicenseRecord.of(
                new LicenseId(EngineFixture.ISSUER, "lic_1"),
                "acme",
                PlanId.parse("pro@1"),
                Instant.parse("2026-01-01T00:00:00Z"),
                ZoneOffset.UTC));
        return engine;
    }

    /** Calls with a proof by one key and a certificate; returns "granted", or the code and scheme of the refusal. */
    private static String call(
            EngineFixture engine,
            String credential,
            @Nullable ProofMaker signer,
            @Nullable X509Certificate certificate) {
        Source source = signer == null ? Source.BEARER : Source.DPOP;
        CallBuilder call = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .effectiveUri(URI.create(URL))
                .credential(new Credential(source, credential));
        if (signer != null) {
            Map<String, @Nullable Object> claims = ProofMaker.claims("GET", URL, engine.clock.millis() / 1000);
            claims.put("ath", ProofMaker.hash(credential));
            call.header("DPoP", signer.sign(signer.header(), claims));
        }
        if (certificate != null) {
            call.clientCertificate(certificate);
        }
        Identification who = engine.licensing.identify(call.build());
        return who instanceof Refused refused ? refusal(refused.refusal()) : "granted";
    }

    private static String refusal(Refusal refusal) {
        return refusal.code().text()
                + (refusal.challenge() == null
                        ? ""
                        : " " + refusal.challenge().value().split(",", -1)[0]);
    }

    @Test
    void requiresEveryProof() {
        try (EngineFixture engine = engine(builder -> builder)) {
            String both = "jkt+x5t#S256";
            assertThat(call(engine, both, client, OWN)).isEqualTo("granted");
            assertThat(call(engine, both, client, null)).isEqualTo("proof-required DPoP error=\"invalid_token\"");
            assertThat(call(engine, both, client, OTHER)).isEqualTo("proof-invalid DPoP error=\"invalid_token\"");
            assertThat(call(engine, both, null, OWN)).isEqualTo("proof-required DPoP error=\"invalid_token\"");
            assertThat(call(engine, both, thief, OWN)).isEqualTo("proof-invalid DPoP error=\"invalid_dpop_proof\"");
            assertThat(call(engine, both, client, OWN)).isEqualTo("granted");
        }
    }

    @Test
    void refusesMethodsThatNothingVerifies() {
        try (EngineFixture engine = engine(builder -> builder)) {
            assertThat(call(engine, "x5t#S256+other", null, OWN))
                    .isEqualTo("proof-required Bearer error=\"invalid_token\"");
        }
        try (EngineFixture off = engine(builder -> builder.clientCertificates(ProofUse.OFF))) {
            assertThat(call(off, "x5t#S256", null, OWN)).isEqualTo("proof-required Bearer error=\"invalid_token\"");
            assertThat(call(off, "jkt+x5t#S256", client, OWN)).isEqualTo("proof-required DPoP error=\"invalid_token\"");
        }
    }

    @Test
    void requiresBindingToCertificate() {
        try (EngineFixture engine = engine(builder -> builder.clientCertificates(ProofUse.REQUIRED))) {
            assertThat(call(engine, "x5t#S256", null, OWN)).isEqualTo("granted");
            assertThat(call(engine, "jkt+x5t#S256", client, OWN)).isEqualTo("granted");
            assertThat(call(engine, "none", null, OWN)).isEqualTo("proof-required Bearer error=\"invalid_token\"");
            assertThat(call(engine, "jkt", client, OWN)).isEqualTo("proof-required DPoP error=\"invalid_token\"");
        }
    }

    @Test
    void requiresBothBindings() {
        DpopSettings dpop = new DpopSettings(ProofUse.REQUIRED, DpopSettings.Nonce.OFF, Duration.ofSeconds(60));
        try (EngineFixture engine =
                engine(builder -> builder.clientCertificates(ProofUse.REQUIRED).dpop(dpop))) {
            assertThat(call(engine, "jkt+x5t#S256", client, OWN)).isEqualTo("granted");
            assertThat(call(engine, "jkt", client, OWN)).isEqualTo("proof-required DPoP error=\"invalid_token\"");
            assertThat(call(engine, "x5t#S256", null, OWN)).isEqualTo("proof-required DPoP error=\"invalid_token\"");
        }
    }
}
