package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.CredentialRefusedException;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Declined;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.core.admin.AnsweredSignals;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.dpop.ProofMaker;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with API keys that are restrained because of signals. */
class KeyRestraintTest extends SignedCallFixture {
    private static final String SUSPENDED = "license-suspended";
    private static final String RATE = "rate-limited";
    private static final String TOKEN = "https://api.example.com/licensing/v1/token";
    private static final URI FORECAST = URI.create("https://api.example.com/v1/forecast");

    private final ProofMaker client = ProofMaker.of(JwsAlgorithm.ED25519);
    private AnsweredSignals signals;
    private NewKey shared;

    @BeforeEach
    void shareKey() {
        signals = new AnsweredSignals(fixture.store, fixture.clock, "  key-sharing: { answer: suspend }\n");
        shared = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
    }

    /** Answers a signal about the shared key for two hours, and returns it. */
    private Signal restrain(String answer) {
        return restrain(SignalKind.KEY_SHARING, answer);
    }

    private Signal restrain(SignalKind kind, String answer) {
        signals.rules("  " + kind.text() + ": { answer: " + answer + ", for: PT2H, mode: enforce }\n");
        Signal signal = signals.found(kind, license, shared.view().id(), SignalSeverity.HIGH);
        assertThat(signal.answer()).isNotNull();
        fixture.tend();
        return signal;
    }

    private String call(String credential) {
        return fixture.call(credential);
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

    private Exchange exchange(String key, @Nullable ProofMaker signer) {
        return fixture.admin.tokens().exchange(key, Set.of(), tokenRequest(signer));
    }

    private Exchange refresh(Exchanged before, @Nullable ProofMaker signer) {
        return fixture.admin
                .tokens()
                .refresh(Objects.requireNonNull(before.refreshToken()), Set.of(), tokenRequest(signer));
    }

    private Identification proven(String token) {
        Map<String, @Nullable Object> claims = ProofMaker.claims("GET", FORECAST.toString(), now());
        claims.put("ath", ProofMaker.hash(token));
        return fixture.engine.licensing.identify(Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .effectiveUri(FORECAST)
                .peer(PEER)
                .credential(new Credential(Source.DPOP, token))
                .header("DPoP", client.sign(client.header(), claims))
                .build());
    }

    private void untilEnd(Runnable before) {
        fixture.clock.advance(Duration.ofHours(2).minusMillis(1));
        before.run();
        fixture.clock.advance(Duration.ofMillis(1));
    }

    private static void assertDeclined(Exchange exchange, String error, String description) {
        assertThat(exchange).isEqualTo(new Declined(error, description));
    }

    @Test
    void suspendsKeyUntilItsEnd() {
        Exchanged before = (Exchanged) exchange(shared.key(), null);
        String rotated = fixture.admin
                .keys()
                .rotate(shared.view().id(), Duration.ofDays(1), BY)
                .key();
        String other = fixture.key(license);
        List<String> restrained = List.of(shared.key(), rotated);
        restrained.forEach(credential -> assertThat(call(credential)).isEqualTo("granted"));
        restrain("suspend");
        untilEnd(() -> {
            restrained.forEach(credential -> assertThat(call(credential)).isEqualTo(SUSPENDED));
            assertDeclined(
                    exchange(shared.key(), client),
                    "invalid_grant",
                    "The API key is suspended until 2026-01-31T12:00:00Z, as it may be misused.");
            assertThat(((Declined) refresh(before, null)).error()).isEqualTo("invalid_grant");
            assertThat(call(other)).isEqualTo("granted");
        });
        restrained.forEach(credential -> assertThat(call(credential)).isEqualTo("granted"));
        assertThat(exchange(shared.key(), null)).isInstanceOf(Exchanged.class);
        assertThat(refresh(before, null)).isInstanceOf(Exchanged.class);
    }

    @Test
    void tokenPassesAgainAtTheEnd() {
        signals.rules("  key-sharing: { answer: suspend, for: PT5M, mode: enforce }\n");
        String token = ((Exchanged) exchange(shared.key(), null)).token().token();
        signals.shared(license, shared.view().id());
        fixture.tend();
        fixture.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(call(token)).isEqualTo(SUSPENDED);
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(call(token)).isEqualTo("granted");
    }

    @Test
    void saysUntilWhenAndShowsNothingElse() {
        restrain("suspend");
        Refusal refusal = ((Refused) fixture.identify(shared.key())).refusal();
        assertThat(refusal.detail())
                .isEqualTo(
                        "The API key of this call is suspended until 2026-01-31T12:00:00Z, because it may be misused "
                                + "(key-sharing). Other keys of the license are not.");
        assertThat(refusal.challenge()).isNull();
        assertThat(refusal.toString()).doesNotContain(shared.key(), "acme", "sig_");
    }

    @Test
    void takenBackAnswerHasNoEffectAtOnce() {
        Signal signal = restrain("suspend");
        assertThat(call(shared.key())).isEqualTo(SUSPENDED);
        fixture.admin.signals().revokeAnswer(signal.id(), BY);
        assertThat(call(shared.key())).isEqualTo("granted");
    }

    @Test
    void needsProofUntilItsEnd() {
        String unbound = ((Exchanged) exchange(shared.key(), null)).token().token();
        restrain("require-proof");
        fixture.clock.advance(Duration.ofHours(1));
        for (String credential : List.of(shared.key(), unbound)) {
            Refusal refusal = ((Refused) withToken(credential, null)).refusal();
            assertThat(refusal.code().text())
                    .isEqualTo(credential.equals(unbound) ? "credential-expired" : "proof-required");
        }
        assertDeclined(
                exchange(shared.key(), null),
                "invalid_dpop_proof",
                "A DPoP proof is required until 2026-01-31T12:00:00Z, as the API key may be misused.");
        String bound = ((Exchanged) exchange(shared.key(), client)).token().token();
        assertThat(proven(bound)).isInstanceOf(Identified.class);
        assertThat(withKey(shared.key(), signer())).isInstanceOf(Identified.class);
        fixture.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(call(shared.key())).isEqualTo("proof-required");
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(call(shared.key())).isEqualTo("granted");
        assertThat(exchange(shared.key(), null)).isInstanceOf(Exchanged.class);
    }

    @Test
    void unboundTokenOfKeyNeedsProofToo() {
        Exchanged unbound = (Exchanged) exchange(shared.key(), null);
        String bound = ((Exchanged) exchange(shared.key(), client)).token().token();
        restrain("require-proof");
        String token = unbound.token().token();
        assertThat(outcome(withToken(token, null))).startsWith("proof-required DPoP error=\"invalid_token\"");
        assertThat(withToken(token, signer())).isInstanceOf(Identified.class);
        assertThat(proven(bound)).isInstanceOf(Identified.class);
        assertThat(outcome(withToken(bound, null))).startsWith("proof-required DPoP");
        assertThat(refresh(unbound, null)).isInstanceOf(Declined.class);
        assertThat(refresh(unbound, client)).isInstanceOf(Exchanged.class);
    }

    @Test
    void challengeOffersBothProofs() {
        restrain("require-proof");
        Refusal refusal = ((Refused) withKey(shared.key(), null)).refusal();
        assertThat(refusal.detail())
                .isEqualTo("The API key of this call needs a proof that its caller possesses a key until "
                        + "2026-01-31T12:00:00Z, because it may be misused (key-sharing): exchange it for a token with a "
                        + "DPoP proof, or sign the request.");
        assertThat(Objects.requireNonNull(refusal.challenge()).value()).startsWith("DPoP error=\"invalid_token\"");
        assertThat(refusal.challenge().fields()).containsKey("Accept-Signature");
    }

    @Test
    void refusesForgedSignatureOfRestrainedKey() {
        restrain("require-proof");
        fixture.admin.signatureKeys().revoke(keyId, BY);
        assertThat(outcome(withKey(shared.key(), signer()))).startsWith("proof-invalid");
    }

    @Test
    void throttlesKeyItsSuccessorsAndTokens() {
        String token = ((Exchanged) exchange(shared.key(), null)).token().token();
        String rotated = fixture.admin
                .keys()
                .rotate(shared.view().id(), Duration.ofDays(1), BY)
                .key();
        String other = fixture.key(license);
        restrain("throttle, rate: { permits: 3, per: PT1M }");
        assertThat(List.of(call(shared.key()), call(rotated), call(token))).containsOnly("granted");
        List.of(shared.key(), rotated, token)
                .forEach(credential -> assertThat(call(credential)).isEqualTo(RATE));
        assertThat(call(other)).isEqualTo("granted");
        fixture.clock.advance(Duration.ofSeconds(20));
        assertThat(List.of(call(token), call(shared.key()))).containsExactly("granted", RATE);
        fixture.clock.advance(Duration.ofHours(2).minusSeconds(20).minusMillis(1));
        for (int i = 0; i < 3; i++) {
            assertThat(call(shared.key())).isEqualTo("granted");
        }
        assertThat(call(shared.key())).isEqualTo(RATE);
        fixture.clock.advance(Duration.ofMillis(1));
        for (int i = 0; i < 10; i++) {
            assertThat(call(shared.key())).isEqualTo("granted");
        }
    }

    @Test
    void namesLimitOfThrottledKey() {
        restrain("throttle, rate: { permits: 1, per: PT1M }");
        Granted granted = (Granted)
                EngineFixture.decide(fixture.engine.licensing, fixture.identify(shared.key()), Requirement.license());
        assertThat(granted.limits())
                .extracting(status -> status.limit().name())
                .containsExactly("monthly", "signal/key-sharing");
        granted.reservation().settle(new Outcome(200, 0));
        Refused refused = (Refused)
                EngineFixture.decide(fixture.engine.licensing, fixture.identify(shared.key()), Requirement.license());
        LimitStatus limit = Objects.requireNonNull(refused.refusal().limit());
        assertThat(limit.limit().name()).isEqualTo("signal/key-sharing");
        assertThat(refused.refusal().retryAt()).isEqualTo("2026-01-31T10:01:00Z");
        assertThat(refused.refusal().upgrade()).as("it holds under every plan").isNull();
        assertThat(fixture.admin.licenses().limits(license).get(0).used())
                .as("a refusal consumes nothing")
                .isEqualTo(1);
    }

    @Test
    void severalRestraintsOfKeyAllHold() {
        Signal throttled = restrain(SignalKind.BURST, "throttle, rate: { permits: 1, per: PT1H }");
        Signal bound = restrain("require-proof");
        assertThat(call(shared.key())).isEqualTo("proof-required");
        fixture.admin.signals().revokeAnswer(bound.id(), BY);
        assertThat(List.of(call(shared.key()), call(shared.key()))).containsExactly("granted", RATE);
        fixture.admin.signals().revokeAnswer(throttled.id(), BY);
        assertThat(call(shared.key())).isEqualTo("granted");
    }

    @Test
    void callerCannotEscapeByKeysOfItsOwn() {
        Identified caller = (Identified) fixture.identify(shared.key());
        CallerApiKeys keys = fixture.engine.built.management().keys(caller).orElseThrow();
        String earlier = keys.create(KeyRequest.plain(), BY).key();
        restrain("throttle, rate: { permits: 2, per: PT1M }");
        String later = keys.create(KeyRequest.plain(), BY).key();
        assertThat(List.of(call(earlier), call(later), call(earlier), call(later), call(shared.key())))
                .containsExactly("granted", "granted", RATE, RATE, RATE);
        assertThat(keys.list()).extracting(ApiKeyView::restraint).hasSize(3).doesNotContainNull();
    }

    @Test
    void identifiedCallerOfSuspendedKeyMakesNoKey() {
        Identified caller = (Identified) fixture.identify(shared.key());
        CallerApiKeys keys = fixture.engine.built.management().keys(caller).orElseThrow();
        restrain("suspend");
        assertThatThrownBy(() -> keys.create(KeyRequest.plain(), BY))
                .isInstanceOf(CredentialRefusedException.class)
                .hasMessageContaining(SUSPENDED);
        assertThat(fixture.admin.keys().list(license)).hasSize(1);
    }

    @Test
    void revocationAndLicenseStateBothApply() {
        Signal signal = restrain("suspend");
        fixture.admin.keys().revoke(shared.view().id(), BY);
        assertThat(call(shared.key())).isEqualTo("credential-revoked");
        fixture.admin.signals().revokeAnswer(signal.id(), BY);
        assertThat(call(shared.key())).isEqualTo("credential-revoked");
        shared = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        Signal again = restrain("require-proof");
        fixture.admin.licenses().suspend(license, BY);
        assertThat(call(shared.key())).isEqualTo("proof-required");
        fixture.admin.signals().revokeAnswer(again.id(), BY);
        assertThat(call(shared.key())).isEqualTo(SUSPENDED);
        fixture.admin.licenses().reinstate(license, BY);
        assertThat(call(shared.key())).isEqualTo("granted");
    }

    @Test
    void expiryOfKeyAndEndOfRestraintBothApply() {
        shared = fixture.admin
                .keys()
                .create(
                        license,
                        new KeyRequest(
                                "",
                                Set.of(),
                                CallerBindings.none(),
                                fixture.clock.instant().plus(Duration.ofHours(1))),
                        BY);
        restrain("suspend");
        fixture.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(call(shared.key())).isEqualTo(SUSPENDED);
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(call(shared.key())).isEqualTo("credential-expired");
        fixture.clock.advance(Duration.ofHours(1));
        assertThat(call(shared.key())).isEqualTo("credential-expired");
    }

    @Test
    void refusalOfRestrainedKeyIsNoFailedCredential() {
        Signal signal = restrain("suspend");
        for (int i = 0; i < 400; i++) {
            assertThat(call(shared.key())).isEqualTo(SUSPENDED);
        }
        fixture.admin.signals().revokeAnswer(signal.id(), BY);
        restrain(SignalKind.BURST, "require-proof");
        for (int i = 0; i < 400; i++) {
            assertThat(call(shared.key())).isEqualTo("proof-required");
        }
        assertThat(call("lk_live_unknown")).isEqualTo("credential-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "require-proof"})
    void callsThatBeginAfterAnswerAreRefused(String answer) throws Exception {
        AtomicBoolean isRestrained = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(64);
        ExecutorService callers = Executors.newFixedThreadPool(64);
        try {
            List<Future<Set<String>>> late = IntStream.range(0, 64)
                    .mapToObj(i -> callers.submit(() -> lateResults(isRestrained, running)))
                    .toList();
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            restrain(answer);
            isRestrained.set(true);
            for (Future<Set<String>> results : late) {
                assertThat(results.get(20, TimeUnit.SECONDS))
                        .containsExactly(answer.equals("suspend") ? SUSPENDED : "proof-required");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** Returns the results of 20 calls that began after the key was restrained. */
    private Set<String> lateResults(AtomicBoolean isRestrained, CountDownLatch running) {
        Set<String> late = new HashSet<>();
        for (int calls = 0; calls < 20; ) {
            boolean isLate = isRestrained.get();
            String result = outcome(fixture.identify(shared.key())).split(" ", 2)[0];
            running.countDown();
            if (isLate) {
                late.add(result);
                calls++;
            }
        }
        return late;
    }

    @Test
    void throttleIsExactWith64Threads() throws Exception {
        String token = ((Exchanged) exchange(shared.key(), null)).token().token();
        restrain("throttle, rate: { permits: 50, per: PT1H }");
        ExecutorService callers = Executors.newFixedThreadPool(64);
        try {
            List<Future<Long>> granted = IntStream.range(0, 64)
                    .mapToObj(i -> callers.submit(() -> IntStream.range(0, 10)
                            .mapToObj(call -> call(i % 2 == 0 ? token : shared.key()))
                            .filter("granted"::equals)
                            .count()))
                    .toList();
            long all = 0;
            for (Future<Long> one : granted) {
                all += one.get(20, TimeUnit.SECONDS);
            }
            assertThat(all).isEqualTo(50);
        } finally {
            callers.shutdownNow();
        }
    }
}
