package io.github.licensing4j.core.usage.export;

import static io.github.licensing4j.core.usage.export.CloudEventsExporterTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.usage.export.BillingServer.Answering;
import io.github.licensing4j.core.usage.export.BillingServer.Post;
import io.github.licensing4j.core.usage.export.StripeSettings.Negative;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the requests to Stripe, the refused events, and the handling of responses. */
class StripeExporterTest {
    private static final Map<String, String> NAMES =
            Map.of("calls", "api calls", "compute", "compute", "egress", StripeSettings.NONE);

    private final MovableClock clock = new MovableClock("2026-03-10T12:10:00Z");
    private final Map<String, Long> meterEvents = new ConcurrentHashMap<>();
    private Optional<String> customer = Optional.of("cus_1");
    private BillingServer server;
    private StripeExporter exporter;

    @BeforeEach
    void open() throws IOException {
        server = new BillingServer();
        exporter = exporter(Negative.REFUSED, Set.of());
    }

    @AfterEach
    void close() {
        exporter.close();
        server.close();
    }

    private StripeExporter exporter(Negative negative, Set<String> inSmallestUnit) {
        StripeSettings settings = new StripeSettings(
                server.address("/"),
                new Secret("key", "sk_test_1"),
                NAMES,
                inSmallestUnit,
                negative,
                Duration.ofSeconds(10));
        return new StripeExporter(settings, license -> customer, clock);
    }

    private EventResult exported(ExportEvent event) throws InterruptedException {
        return Objects.requireNonNull(exporter.export(List.of(event)).outcomes().get(event.id()));
    }

    private String refused(ExportEvent event) throws InterruptedException {
        EventResult eventResult = exported(event);
        assertThat(eventResult).isInstanceOf(Refused.class);
        return ((Refused) eventResult).reason();
    }

    /** Imitates Stripe as documented: it stores an event once by its identifier, and rejects the second. */
    private void stripe(Post post) {
        String[] fields = URLDecoder.decode(post.body(), StandardCharsets.UTF_8).split("&", -1);
        meterEvents.put(fields[1], Long.parseLong(fields[4].substring(fields[4].indexOf('=') + 1)));
    }

    @Test
    void postsEventAsForm() throws Exception {
        assertThat(exported(event("e1", "calls", 7))).isEqualTo(new Accepted());
        assertThat(server.posts)
                .containsExactly(new Post(
                        "/v1/billing/meter_events",
                        "application/x-www-form-urlencoded",
                        "Bearer sk_test_1",
                        "event_name=api+calls&identifier=e1&timestamp=1773140400"
                                + "&payload%5Bstripe_customer_id%5D=cus_1&payload%5Bvalue%5D=7"));
    }

    @Test
    void acceptsDuplicateIdentifier() throws Exception {
        server.bills(this::stripe, Answering.broken(200));
        assertThat(exported(event("e1", "calls", 7))).isInstanceOf(Retry.class);
        server.answers(
                Answering.with(
                        400,
                        "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"An event already exists with identifier e1.\"}}"));
        assertThat(exported(event("e1", "calls", 7))).isEqualTo(new Accepted());
        assertThat(meterEvents).containsOnly(Map.entry("identifier=e1", 7L));
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "503", "401", "409"})
    void retriesTransientFailuresAndPauses(int status) throws Exception {
        server.answers(Answering.with(status, "{}", "Retry-After", "30"));
        assertThat(exporter.export(List.of(event("e1", "calls", 1), event("e2", "calls", 2)))
                        .outcomes()
                        .values())
                .containsOnly(new Retry("status " + status, Duration.ofSeconds(30)));
        assertThat(server.posts).hasSize(1);
    }

    @Test
    void badEventDoesNotDelayOthers() throws Exception {
        server.answers((post, exchange) ->
                Answering.with(post.body().contains("=bad&") ? 500 : 200, "{}").answer(post, exchange));
        assertThat(exporter.export(List.of(event("bad", "calls", 1), event("e2", "calls", 2), event("e3", "calls", 2)))
                        .outcomes())
                .containsOnly(
                        Map.entry("bad", new Retry("status 500", null)),
                        Map.entry("e2", new Accepted()),
                        Map.entry("e3", new Accepted()));
        server.answers(Answering.with(500, "{}"));
        server.posts.clear();
        assertThat(exporter.export(List.of(event("bad", "calls", 1), event("e2", "calls", 2), event("e3", "calls", 2)))
                        .outcomes()
                        .values())
                .containsOnly(new Retry("status 500", null));
        assertThat(server.posts).as("two in a row, and no more").hasSize(2);
    }

    @Test
    void refusesEventOfUnknownMeter() throws Exception {
        StripeSettings settings = new StripeSettings(
                server.address("/"),
                new Secret("key", "sk_test_1"),
                NAMES,
                Set.of("compute"),
                Negative.REFUSED,
                Duration.ofSeconds(10));
        try (StripeExporter guessing = new StripeExporter(settings, license -> customer, clock)) {
            assertThat(guessing.export(List.of(event("e1", "compute", 7).unit(ExportEvent.Unit.UNKNOWN)))
                            .outcomes()
                            .get("e1"))
                    .isInstanceOf(Refused.class);
        }
        assertThat(server.posts).isEmpty();
    }

    @Test
    void refusesWithMessageOfStripe() throws Exception {
        server.answers(Answering.with(
                400, "{\"error\":{\"message\":\"No active meter found for event name api calls, key sk_test_1\"}}"));
        assertThat(refused(event("e1", "calls", 7)))
                .isEqualTo("status 400: No active meter found for event name api calls, key ***");
        server.answers(Answering.with(400, "<html>"));
        assertThat(refused(event("e1", "calls", 7))).isEqualTo("status 400");
    }

    @Test
    void refusesHourOutsideStripeRange() throws Exception {
        clock.set("2026-04-14T11:00:00Z");
        assertThat(exported(drawnAt("2026-04-14T11:00:00Z", 0, "2026-04-14T11:00:00Z")))
                .isEqualTo(new Accepted());
        clock.set("2026-04-14T11:00:01Z");
        assertThat(refused(drawnAt("2026-04-14T11:00:01Z", 0, "2026-04-14T11:00:01Z")))
                .isEqualTo("the hour of 2026-03-10T11:00:00Z is more than 35 days ago, and Stripe rejects such events;"
                        + " bill its 7 units by an invoice item");
        clock.set("2026-03-10T10:54:59Z");
        assertThat(refused(event("e1", "calls", 7))).contains("more than 5 minutes ahead");
        assertThat(server.posts).hasSize(1);
    }

    private static ExportEvent drawnAt(String createdAt, int attempts, String dueAt) {
        return event("e1", "calls", 7, Instant.parse(createdAt)).delivery(attempts, Instant.parse(dueAt), null);
    }

    @Test
    void refusesResendAfterDayUntilReplay() throws Exception {
        clock.set("2026-03-11T11:10:00Z");
        // Created 23 hours ago and never recorded as tried: the process may have died right after sending it.
        assertThat(refused(drawnAt("2026-03-10T12:10:00Z", 0, "2026-03-10T12:10:00Z")))
                .contains("the event e1 may have been sent more than a day ago")
                .contains("replay it if not");
        assertThat(refused(drawnAt("2026-03-10T12:10:00Z", 3, "2026-03-11T11:09:00Z")))
                .contains("may have been sent");
        assertThat(server.posts).isEmpty();
        assertThat(exported(drawnAt("2026-03-10T12:10:00Z", 0, "2026-03-11T11:09:00Z")))
                .as("replayed a minute ago")
                .isEqualTo(new Accepted());
        assertThat(exported(drawnAt("2026-03-10T12:11:00Z", 3, "2026-03-11T11:09:00Z")))
                .isEqualTo(new Accepted());
    }

    @Test
    void refusesUnmappedMetersAndCustomers() throws Exception {
        assertThat(refused(event("e1", "tokens", 7))).contains("meter 'tokens' has no event name");
        assertThat(exported(event("e1", "egress", 7))).isEqualTo(new Accepted());
        customer = Optional.empty();
        assertThat(refused(event("e1", "calls", 7))).contains("license 'lic_1' has no customer in Stripe");
        assertThat(server.posts).isEmpty();
    }

    @Test
    void refusesNegativeCorrectionsByDefault() throws Exception {
        assertThat(refused(event("e1", "calls", -7)))
                .isEqualTo("a correction subtracts 7 of meter 'calls' from the hour of 2026-03-10T11:00:00Z, and Stripe"
                        + " cancels only whole events, within a day; refund it by a credit note or a negative invoice"
                        + " item");
        try (StripeExporter allowed = exporter(Negative.SENT, Set.of())) {
            assertThat(allowed.export(List.of(event("e1", "calls", -7))).outcomes())
                    .containsValue(new Accepted());
        }
        assertThat(server.posts)
                .singleElement()
                .satisfies(post -> assertThat(post.body()).endsWith("payload%5Bvalue%5D=-7"));
    }

    @Test
    void sendsFractionsInSmallestUnitOnly() throws Exception {
        assertThat(exported(event("e1", "compute", 2_000))).isEqualTo(new Accepted());
        assertThat(refused(event("e2", "compute", 1_500))).contains("1.5 of meter 'compute' is not a whole number");
        try (StripeExporter smallest = exporter(Negative.REFUSED, Set.of("compute"))) {
            smallest.export(List.of(event("e3", "compute", 1_500)));
        }
        assertThat(server.posts)
                .extracting(post -> post.body().substring(post.body().lastIndexOf('=') + 1))
                .containsExactly("2", "1500");
    }

    @Test
    void hashesLongIds() {
        String id = "x".repeat(101);
        assertThat(StripeForm.identifier(event(id, "calls", 1)))
                .hasSize(64)
                .isEqualTo(StripeForm.identifier(event(id, "calls", 2)))
                .isNotEqualTo(StripeForm.identifier(event(id + "x", "calls", 1)));
        assertThat(StripeForm.identifier(event("x".repeat(100), "calls", 1))).hasSize(100);
    }

    @Test
    void hidesKey() {
        assertThat(new StripeSettings(new Secret("key", "sk_test_1"), NAMES).toString())
                .doesNotContain("sk_test_1")
                .contains("https://api.stripe.com");
    }
}
