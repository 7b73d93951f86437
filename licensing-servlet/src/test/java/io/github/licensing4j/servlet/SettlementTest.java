package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Outcome;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that every way to end a call settles it exactly once. The subclasses run it on their container. */
@Tag("rule-3.10")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SettlementTest {
    private static final List<String> ANSWERED = List.of(
            "/ok",
            "/text",
            "/created",
            "/not-found",
            "/send-error",
            "/exception",
            "/io-exception",
            "/forward",
            "/include",
            "/async-complete-here",
            "/async-complete",
            "/async-dispatch",
            "/async-dispatch-here",
            "/async-again",
            "/async-dispatch-exception",
            "/async-stream",
            "/async-timeout");

    private final FakeLicensing licensing = new FakeLicensing();
    private Containers.Running server;

    abstract Containers container();

    @BeforeEach
    void start() {
        server = container().start(List.of(licensing.filterBuilder().build()), Map.of("/s/*", new ScenarioServlet()));
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(licensing.unsettled()).as("calls not settled exactly once").isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/ok, 200, 200",
        "/text, 200, 200",
        "/created, 201, 201",
        "/not-found, 404, 404",
        "/send-error, 409, 409",
        "/exception, 500, 500",
        "/io-exception, 500, 500",
        "/unavailable, 503, 503",
        "/forward, 201, 201",
        "/include, 200, 200",
        "/forward-exception, 500, 500",
        "/async-complete-here, 202, 202",
        "/async-complete, 202, 202",
        "/async-dispatch, 201, 201",
        "/async-dispatch-here, 201, 201",
        "/async-again, 201, 201",
        "/async-dispatch-exception, 500, 500",
        "/async-stream, 200, 200",
        "/async-timeout, 500, 500",
        "/async-timeout-handled, 200, 200",
    })
    void settlesOnceWithTheStatusThatWasSent(String scenario, int sent, int settled) throws Exception {
        assertThat(server.get("/s" + scenario).statusCode()).isEqualTo(sent);
        Outcome outcome = new Outcome(settled, 0);
        assertThat(licensing.awaitSettlement()).isEqualTo(settled == 404 ? outcome.missing("/s" + scenario) : outcome);
        assertThat(licensing.decided)
                .as("charged once, whatever was dispatched")
                .hasSize(1);
    }

    @Test
    @Tag("rule-3.5")
    void committedStatusOverridesLaterException() throws Exception {
        assertThat(server.raw("GET", "/s/committed-exception")).startsWith("HTTP/1.1 200");
        assertThat(licensing.awaitSettlement().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @Tag("rule-3.5")
    @ValueSource(strings = {"/endless", "/async-endless"})
    void aCallerThatHangsUpIsCharged(String scenario) throws Exception {
        server.hangUp("/s" + scenario);
        assertThat(licensing.awaitSettlement().status()).isEqualTo(200);
    }

    /** Tomcat closes the connection without an answer here; Jetty answers 500 when the cycle times out. */
    @Test
    void exceptionAfterAsyncStartSettlesAtOnce() throws Exception {
        assertThat(server.raw("GET", "/s/async-thrown")).doesNotContain(" 200 ");
        assertThat(licensing.awaitSettlement().status()).isEqualTo(500);
    }

    @Test
    void leavesNothingUnsettledAfterAThousandMixedCalls() throws Exception {
        mixedCalls(1_000);
    }

    @Test
    @Tag("proof")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void leavesNothingUnsettledAfterTenThousandMixedCalls() throws Exception {
        mixedCalls(10_000);
    }

    private void mixedCalls(int calls) throws Exception {
        var inFlight = new Semaphore(32);
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            if (i % 50 == 49) {
                server.hangUp(i % 100 == 99 ? "/s/endless" : "/s/async-endless");
                continue;
            }
            if (i % 50 == 24) {
                server.raw("GET", "/s/async-thrown");
                continue;
            }
            inFlight.acquire();
            answers.add(server.client()
                    .sendAsync(
                            server.request("GET", "/s" + ANSWERED.get(i % ANSWERED.size())), BodyHandlers.discarding())
                    .whenComplete((answer, failure) -> inFlight.release()));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(240, TimeUnit.SECONDS);
        for (int i = 0; i < calls; i++) {
            licensing.awaitSettlement();
        }
        assertThat(licensing.grants).hasValue(calls);
        assertThat(licensing.unsettled()).isZero();
    }
}
