package io.github.licensing4j.core.credential.oauth;

import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.AUDIENCE;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.LICENSE;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.bearer;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.code;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.verified;
import static io.github.licensing4j.core.credential.oauth.IdentityProvider.INTROSPECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.licensing4j.Health;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.oauth.IdentityProvider.Answer;
import io.github.licensing4j.spi.CredentialVerification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An introspection endpoint that is slow, down, overloaded, or sends something else: 503, never 401. */
@Tag("rfc7662")
class IntrospectionOutageTest {
    private final AccessTokenFixture fixture = new AccessTokenFixture();
    private final IdentityProvider provider = IdentityProvider.with();
    private final Introspection patient = provider.patient("id", "secret");
    private final Introspection hasty = new Introspection(
            patient.uri(), patient.client(), Duration.ofSeconds(2), patient.reuse(), patient.reuseOfRejections());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private IntrospectedTokenVerifier verifier(IntrospectionClient client) {
        OAuthIssuer issuer = OAuthIssuer.introspected(provider.issuer(), client.settings());
        return new IntrospectedTokenVerifier(issuer, client, fixture.common);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        provider.close();
    }

    private void activate(String token) {
        provider.activate(token, Map.of("client_id", "client-1", "aud", AUDIENCE));
    }

    /** Named answers that are no introspection response, with whether the endpoint is left alone for a while after them. */
    static Stream<Arguments> outages() {
        return Stream.of(
                outage("silence", IdentityProvider::silence, true),
                outage("body that never ends", idp -> idp.stalled("{\"active\":true,"), true),
                outage("503", idp -> IdentityProvider.text(503, "{\"active\":true}"), true),
                outage("429", idp -> IdentityProvider.text(429, ""), true),
                outage("401, as the client secret is wrong", idp -> IdentityProvider.text(401, ""), false),
                outage("500", idp -> IdentityProvider.text(500, "{\"active\":true}"), false),
                outage("redirect", idp -> IdentityProvider.text(302, ""), false),
                outage("404", idp -> IdentityProvider.text(404, ""), false),
                outage("huge document", idp -> IdentityProvider.huge(70_000), false),
                outage("garbage", idp -> IdentityProvider.text(200, "<html>active</html>"), false),
                outage("empty body", idp -> IdentityProvider.text(200, ""), false),
                outage("no active", idp -> IdentityProvider.text(200, "{}"), false),
                outage("active that is no boolean", idp -> IdentityProvider.text(200, "{\"active\":\"true\"}"), false),
                outage("active twice", idp -> IdentityProvider.text(200, "{\"active\":false,\"active\":true}"), false),
                outage("list", idp -> IdentityProvider.text(200, "[{\"active\":true}]"), false));
    }

    private static Arguments outage(String name, Function<IdentityProvider, Answer> answer, boolean pauses) {
        return arguments(name, answer, pauses);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void endpointIsUnavailable(String name, Function<IdentityProvider, Answer> answer, boolean pauses) {
        boolean isSilent = name.equals("silence") || name.equals("body that never ends");
        IntrospectionClient client = new IntrospectionClient(isSilent ? hasty : patient, fixture.clock);
        IntrospectedTokenVerifier verifier = verifier(client);
        activate("opaque-1");
        provider.answer(INTROSPECT, answer.apply(provider));
        assertThat(code(verifier, "opaque-1")).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(client.health().status()).isEqualTo(Health.Status.DEGRADED);
        int sent = provider.requests(INTROSPECT);
        provider.answerIntrospection();
        if (pauses) {
            assertThat(code(verifier, "opaque-1")).as("in the pause").isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
            assertThat(provider.requests(INTROSPECT)).isEqualTo(sent);
            fixture.clock.set("2026-03-10T12:00:01Z");
        }
        assertThat(verified(verifier, "opaque-1").license()).isEqualTo(LICENSE);
        assertThat(client.health().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void endpointThatIsDownIsUnavailable() {
        IntrospectionClient client = new IntrospectionClient(patient, fixture.clock);
        IntrospectedTokenVerifier verifier = verifier(client);
        provider.close();
        assertThat(code(verifier, "opaque-1")).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(code(verifier, "opaque-2")).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(client.health().detail()).contains("ConnectException");
    }

    @Test
    void pauseEndsWithClockThatWasSetBack() {
        IntrospectedTokenVerifier verifier = verifier(new IntrospectionClient(patient, fixture.clock));
        activate("opaque-1");
        provider.answer(INTROSPECT, IdentityProvider.text(503, ""));
        assertThat(code(verifier, "opaque-1")).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        provider.answerIntrospection();
        fixture.clock.set("2026-03-10T11:00:00Z");
        assertThat(verified(verifier, "opaque-1").license()).isEqualTo(LICENSE);
    }

    @Test
    void oneRequestAnswersAllCallsWithToken() {
        activate("opaque-1");
        CountDownLatch release = new CountDownLatch(1);
        provider.answer(INTROSPECT, provider.held(release, provider.introspection()));
        IntrospectedTokenVerifier shared = verifier(new IntrospectionClient(patient, fixture.clock));
        Queue<CredentialVerification> results = new ConcurrentLinkedQueue<>();
        List<Thread> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread call = new Thread(() -> results.add(shared.verify(bearer("opaque-1"))));
            call.start();
            calls.add(call);
        }
        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> {
            while (!calls.stream().allMatch(call -> call.getState() == Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }
            release.countDown();
            for (Thread call : calls) {
                call.join();
            }
        });
        assertThat(provider.requests(INTROSPECT)).isEqualTo(1);
        assertThat(results).hasSize(8).allMatch(AccessToken.class::isInstance);
    }

    @Test
    void slowEndpointDoesNotHoldAllThreads() {
        IntrospectedTokenVerifier verifier = verifier(new IntrospectionClient(hasty, fixture.clock));
        provider.answer(INTROSPECT, provider.silence());
        List<Future<RefusalCode>> calls = new ArrayList<>();
        for (int i = 0; i < 3 * IntrospectionClient.MAX_AT_ONCE; i++) {
            String token = "opaque-" + i;
            calls.add(threads.submit((Callable<RefusalCode>) () -> code(verifier, token)));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> {
            for (Future<RefusalCode> call : calls) {
                assertThat(call.get()).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
            }
        });
        assertThat(provider.requests(INTROSPECT)).isLessThanOrEqualTo(IntrospectionClient.MAX_AT_ONCE);
    }
}
