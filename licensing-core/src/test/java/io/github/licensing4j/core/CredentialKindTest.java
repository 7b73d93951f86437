package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.AuthenticatedToken;
import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.client.RequestSigner;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.dpop.ProofMaker;
import io.github.licensing4j.core.credential.mtls.Certificates;
import io.github.licensing4j.core.credential.oauth.ClaimMapping;
import io.github.licensing4j.core.credential.oauth.IdentityProvider;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import io.github.licensing4j.core.credential.oauth.ProviderKey;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The value of {@code credential.kind} for each kind of credential that the engine accepts. */
class CredentialKindTest {
    private static final List<String> KINDS =
            List.of("license-token", "api-key", "access-token", "authenticated-token", "signature", "other");
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              pro@1:
                limits:
                  monthly: { kind: quota, meter: calls, amount: 1000, per: P1M }
            endpoints:
              - { match: "GET /license-token", when: "credential.kind == 'license-token'" }
              - { match: "GET /api-key", when: "credential.kind == 'api-key'" }
              - { match: "GET /access-token", when: "credential.kind == 'access-token'" }
              - { match: "GET /authenticated-token", when: "credential.kind == 'authenticated-token'" }
              - { match: "GET /signature", when: "credential.kind == 'signature'" }
              - { match: "GET /other", when: "credential.kind == 'other'" }
            """;
    private static final String HOST_ISSUER = "https://host.example";
    private static final URI RESOURCE = URI.create("https://api.example.com/v1/forecast");
    private static final ProviderKey KEY = ProviderKey.of("key-1", "ES256");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final IdentityProvider provider = IdentityProvider.with(KEY);
    private EngineFixture engine;
    private LicenseAdmin admin;
    private String license = "";

    /** Verifies the credential {@code badge}. */
    private final class Badges implements CredentialVerifier {

        @Override
        public boolean accepts(Credential credential) {
            return credential.value().equals("badge");
        }

        @Override
        public CredentialVerification verify(Credential credential) {
            return Badge.of(license);
        }
    }

    @BeforeEach
    void start() {
        OAuthIssuer issuer =
                OAuthIssuer.discovered(provider.issuer()).introspection(provider.patient("weather-api", "secret"));
        OAuthIssuer host = OAuthIssuer.verifiedByHost(HOST_ISSUER)
                .mapping(ClaimMapping.defaults().system("host"));
        engine = new EngineFixture(dir, CATALOG, clock, builder -> {
            builder.providerTimeout = OAuthFixture.PATIENT;
            return builder.oauth(issuer)
                    .oauth(host)
                    .credentialVerifier(new Badges())
                    .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant()));
        });
        admin = engine.built.management().admin().orElseThrow();
        NewLicense bought = NewLicense.of("acme", PlanId.parse("pro@1")).bought();
        license = admin.licenses().create(bought, BY).id();
        engine.put(engine.store
                .licenses()
                .find(new LicenseId(EngineFixture.ISSUER, license))
                .orElseThrow()
                .edit(clock.instant())
                .external(Map.of("oauth", "client-1", "host", "client-1"))
                .done());
    }

    @AfterEach
    void end() {
        engine.close();
        provider.close();
    }

    private static CallBuilder call() {
        return Call.builder("GET", new RequestPath.Canonical("/v1/forecast")).effectiveUri(RESOURCE);
    }

    private static CallBuilder call(Source source, String credential) {
        return call().credential(new Credential(source, credential));
    }

    /** Returns the kinds whose endpoint grants a call. */
    private List<String> kinds(Call call) {
        Identified caller = (Identified) engine.licensing.identify(call);
        List<String> granted = new ArrayList<>();
        for (String kind : KINDS) {
            CalledEndpoint endpoint = new CalledEndpoint("GET", MatchedPath.of("/" + kind), Declaration.none());
            if (engine.licensing.decide(caller, endpoint, Dispatch.REQUEST) instanceof Granted) {
                granted.add(kind);
            }
        }
        return granted;
    }

    private List<String> kinds(Source source, String credential) {
        return kinds(call(source, credential).build());
    }

    private Map<String, @Nullable Object> claims() {
        return OAuthFixture.claims(provider, clock.millis() / 1000);
    }

    private String bound(String method, String value) {
        TokenRequest request = new TokenRequest(
                Duration.ofHours(1), Set.of(), CallerBindings.none(), new KeyConfirmation(method, value));
        return admin.tokens().mint(license, request, BY).token();
    }

    private Call proven(String token, ProofMaker client) {
        Map<String, @Nullable Object> claims = ProofMaker.claims("GET", RESOURCE.toString(), clock.millis() / 1000);
        claims.put("ath", ProofMaker.hash(token));
        return call(Source.DPOP, token)
                .header("DPoP", client.sign(client.header(), claims))
                .build();
    }

    @Test
    void licenseToken() {
        String managed = admin.tokens()
                .mint(license, TokenRequest.of(Duration.ofHours(1)), BY)
                .token();
        assertThat(kinds(Source.BEARER, managed)).containsExactly("license-token");
        assertThat(kinds(Source.LICENSE_TOKEN, managed)).containsExactly("license-token");
    }

    @Test
    void apiKey() {
        String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
        assertThat(kinds(Source.API_KEY, key)).containsExactly("api-key");
        assertThat(kinds(Source.BEARER, key)).containsExactly("api-key");
    }

    @Test
    void signedAccessToken() {
        assertThat(kinds(Source.BEARER, KEY.sign(claims()))).containsExactly("access-token");
    }

    @Test
    void opaqueAccessToken() {
        provider.activate(
                "opaque-1",
                Map.of("client_id", "client-1", "aud", EngineFixture.AUDIENCE, "exp", clock.millis() / 1000 + 600));
        assertThat(kinds(Source.BEARER, "opaque-1")).containsExactly("access-token");
    }

    @Test
    void tokenThatHostHasVerified() {
        Map<String, Object> claims = Map.of("iss", HOST_ISSUER, "aud", EngineFixture.AUDIENCE, "client_id", "client-1");
        Credential verified = new Credential(Source.BEARER, "as received", new AuthenticatedToken(claims));
        assertThat(kinds(call().credential(verified).build())).containsExactly("authenticated-token");
    }

    @Test
    void signature() {
        KeyPair pair = SigningKeys.generate(SignatureAlgorithm.ED25519);
        String keyId = admin.signatureKeys()
                .add(license, SignatureKeyRequest.of("ed25519", SigningKeys.jwk(pair)), BY)
                .view()
                .id();
        RequestSigner signer = RequestSigner.with(keyId, pair.getPrivate()).clock(clock);
        CallBuilder call = call(Source.SIGNATURE, "as received").bodyDigest("SHA-256", Sha256.of(new byte[0]));
        signer.fields("GET", RESOURCE, Map.of(), new byte[0]).forEach(call::header);
        assertThat(kinds(call.build())).containsExactly("signature");
    }

    @Test
    void credentialOfHostsOwnVerifier() {
        assertThat(kinds(Source.BEARER, "badge")).containsExactly("other");
    }

    @Test
    void proofsKeepTheKindOfTheToken() throws CertificateEncodingException {
        ProofMaker client = ProofMaker.of(JwsAlgorithm.ED25519);
        assertThat(kinds(proven(bound("jkt", client.thumbprint()), client))).containsExactly("license-token");
        Map<String, @Nullable Object> claims = claims();
        claims.put("cnf", Map.of("jkt", client.thumbprint()));
        assertThat(kinds(proven(KEY.sign(claims), client))).containsExactly("access-token");

        X509Certificate certificate = Certificates.selfSigned("client", Certificates.keys());
        String digest = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(certificate.getEncoded()));
        String token = bound("x5t#S256", digest);
        assertThat(kinds(call(Source.BEARER, token)
                        .clientCertificate(certificate)
                        .build()))
                .containsExactly("license-token");
    }
}
