package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Declined;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.dpop.ProofMaker;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bound tokens from their exchange to their calls. */
class DpopEngineTest extends CredentialFixture {
    private static final String RESOURCE = "https://api.example.com/v1/forecast";
    private static final String TOKEN = "https://api.example.com/licensing/v1/token";

    private final ProofMaker client = ProofMaker.of(JwsAlgorithm.ED25519);
    private final ProofMaker thief = ProofMaker.of(JwsAlgorithm.ED25519);
    private String key = "";

    @BeforeEach
    void createKey() {
        key = fixture.admin.keys().create(license, KeyRequest.plain(), BY).key();
    }

    private Call tokenRequest(@Nullable ProofMaker signer) {
        CallBuilder call = Call.builder("POST", new RequestPath.Canonical("/licensing/v1/token"))
                .effectiveUri(URI.create(TOKEN))
                .peer(PEER);
        return signer == null
                ? call.build()
                : call.header("DPoP", signer.sign(signer.header(), ProofMaker.claims("POST", TOKEN, now())))
                        .build();
    }

    private long now() {
        return fixture.clock.millis() / 1000;
    }

    private Exchanged exchanged() {
        return (Exchanged) fixture.admin.tokens().exchange(key, Set.of(), tokenRequest(client));
    }

    private Exchange refresh(Exchanged before, @Nullable ProofMaker signer) {
        String refresh = Objects.requireNonNull(before.refreshToken());
        return fixture.admin.tokens().refresh(refresh, Set.of(), tokenRequest(signer));
    }

    private Identification call(String token, Source source, @Nullable ProofMaker signer) {
        CallBuilder call = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .effectiveUri(URI.create(RESOURCE))
                .peer(PEER)
                .credential(new Credential(source, token));
        if (signer != null) {
            Map<String, @Nullable Object> claims = ProofMaker.claims("GET", RESOURCE, now());
            claims.put("ath", ProofMaker.hash(token));
            call.header("DPoP", signer.sign(signer.header(), claims));
        }
        return fixture.engine.licensing.identify(call.build());
    }

    private static String refused(Identification who) {
        Refusal refusal = ((Refused) who).refusal();
        String challenge =
                refusal.challenge() == null ? "" : refusal.challenge().value();
        return refusal.code().text() + " " + challenge.replaceAll(", algs=.*", "");
    }

    @Test
    @DisplayName("RFC 9449 §5: binds exchanged tokens to the key of the proof")
    void bindsToken() {
        Exchanged made = exchanged();
        assertThat(made.binding().thumbprint()).isEqualTo(client.thumbprint());
        String token = made.token().token();
        assertThat(call(token, Source.DPOP, client)).isInstanceOf(Identified.class);
        assertThat(call(token, Source.DPOP, client)).as("again, cached").isInstanceOf(Identified.class);
        assertThat(refused(call(token, Source.DPOP, thief)))
                .isEqualTo("proof-invalid DPoP error=\"invalid_dpop_proof\"");
        assertThat(refused(call(token, Source.DPOP, null)))
                .isEqualTo("proof-required DPoP error=\"invalid_dpop_proof\"");
    }

    @Test
    @DisplayName("RFC 9449 §7.2: refuses a bound token as a bearer token, and an unbound one with the scheme DPoP")
    void refusesDowngrade() {
        String bound = exchanged().token().token();
        assertThat(refused(call(bound, Source.BEARER, null))).isEqualTo("proof-required DPoP error=\"invalid_token\"");
        assertThat(refused(call(bound, Source.BEARER, client)))
                .isEqualTo("proof-required DPoP error=\"invalid_token\"");
        String unbound = mint().token();
        assertThat(call(unbound, Source.BEARER, null)).isInstanceOf(Identified.class);
        assertThat(refused(call(unbound, Source.DPOP, client)))
                .isEqualTo("credential-invalid DPoP error=\"invalid_token\"");
        assertThat(refused(call("garbage", Source.DPOP, client)))
                .isEqualTo("credential-invalid DPoP error=\"invalid_token\"");
    }

    @Test
    @DisplayName("RFC 9449 §5: a bound refresh token needs a proof by its key, and so do those after it")
    void bindsRefreshTokens() {
        Exchanged first = exchanged();
        assertThat(refresh(first, null)).isEqualTo(new Declined("invalid_grant", "The refresh token is not valid."));
        assertThat(refresh(first, thief)).isInstanceOf(Declined.class);
        Exchanged second = (Exchanged) refresh(first, client);
        assertThat(second.binding().thumbprint()).isEqualTo(client.thumbprint());
        assertThat(refresh(second, null)).isInstanceOf(Declined.class);
        assertThat(refresh(first, client)).as("used twice").isInstanceOf(Declined.class);
        assertThat(refresh(second, client)).as("of a revoked family").isInstanceOf(Declined.class);
    }

    @Test
    void unboundRefreshTokenCanBeBound() {
        Exchanged unbound = (Exchanged) fixture.admin.tokens().exchange(key, Set.of(), tokenRequest(null));
        assertThat(unbound.binding().thumbprint()).isNull();
        Exchanged bound = (Exchanged) refresh(unbound, client);
        assertThat(bound.binding().thumbprint()).isEqualTo(client.thumbprint());
        assertThat(refresh(bound, null)).isInstanceOf(Declined.class);
    }

    @Test
    @DisplayName("RFC 9449 §5: declines a token request whose proof is not valid")
    void declinesInvalidProof() {
        Call wrong = Call.builder("POST", new RequestPath.Canonical("/licensing/v1/token"))
                .effectiveUri(URI.create("https://other.example/licensing/v1/token"))
                .peer(PEER)
                .header("DPoP", client.sign(client.header(), ProofMaker.claims("POST", TOKEN, now())))
                .build();
        assertThat(((Declined) fixture.admin.tokens().exchange(key, Set.of(), wrong)).error())
                .isEqualTo("invalid_dpop_proof");
    }

    @Test
    void challengesExpiredBoundTokenWithItsScheme() {
        String token = exchanged().token().token();
        fixture.clock.set("2026-01-31T12:00:00Z");
        assertThat(refused(call(token, Source.DPOP, client)))
                .isEqualTo(RefusalCode.CREDENTIAL_EXPIRED.text() + " DPoP error=\"invalid_token\"");
    }
}
