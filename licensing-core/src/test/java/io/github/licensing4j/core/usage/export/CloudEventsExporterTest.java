package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.usage.export.BillingServer.Answering;
import io.github.licensing4j.core.usage.export.BillingServer.Post;
import io.github.licensing4j.core.usage.export.ExportAddress.Plain;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the requests to a CloudEvents receiver, and the handling of responses. */
class CloudEventsExporterTest {
    private static final Instant HOUR = Instant.parse("2026-03-10T11:00:00Z");

    private final MovableClock clock = new MovableClock("2026-03-10T12:10:00Z");
    private BillingServer server;
    private CloudEventsExporter exporter;

    @BeforeEach
    void open() throws IOException {
        server = new BillingServer();
        exporter = new CloudEventsExporter(
                new CloudEventsSettings(
                        server.address("/api/v1/events"),
                        new Secret("token", "t0ken"),
                        URI.create("https://weather.example/licensing"),
                        Duration.ofSeconds(10)),
                clock);
    }

    @AfterEach
    void close() {
        exporter.close();
        server.close();
    }

    static ExportEvent event(String id, String meter, long units) {
        return event(id, meter, units, Instant.parse("2026-03-10T12:10:00Z"));
    }

    static ExportEvent event(String id, String meter, long units, Instant createdAt) {
        return new ExportEvent(
                id,
                "cloud-events",
                new LicenseId("https://issuer.example", "lic_1"),
                "acme",
                meter,
                new ExportEvent.Hour(HOUR, HOUR.plus(Duration.ofHours(1))),
                2,
                units,
                meter.equals("compute") ? new ExportEvent.Unit("s", 3) : new ExportEvent.Unit("call", 0),
                new ExportEvent.Delivery(createdAt, 0, createdAt, null));
    }

    private Map<String, EventResult> exported(ExportEvent... events) throws InterruptedException {
        return exporter.export(List.of(events)).outcomes();
    }

    @Test
    void rendersBatchAsCloudEvents() throws Exception {
        server.answers(Answering.with(204, ""));
        assertThat(exported(event("e1", "calls", -7), event("e2", "compute", 1_500)))
                .containsOnly(Map.entry("e1", new Accepted()), Map.entry("e2", new Accepted()));
        String common = ",\"source\":\"https://weather.example/licensing\",\"type\":\"io.github.licensing4j.usage.";
        String rest = "\",\"subject\":\"acme\",\"time\":\"2026-03-10T11:00:00Z\","
                + "\"datacontenttype\":\"application/json\",\"data\":{\"issuer\":\"https://issuer.example\",\"license\":\"lic_1\",\"meter\":\"";
        String window =
                ",\"windowStart\":\"2026-03-10T11:00:00Z\",\"windowEnd\":\"2026-03-10T12:00:00Z\",\"revision\":2}}";
        assertThat(server.posts)
                .containsExactly(new Post(
                        "/api/v1/events",
                        "application/cloudevents-batch+json; charset=utf-8",
                        "Bearer t0ken",
                        "[{\"specversion\":\"1.0\",\"id\":\"e1\"" + common + "calls" + rest + "calls\",\"units\":-7"
                                + window
                                + ",{\"specversion\":\"1.0\",\"id\":\"e2\"" + common + "compute" + rest
                                + "compute\",\"units\":1.5" + window + "]"));
    }

    @Test
    void badEventDoesNotDelayOthers() throws Exception {
        server.answers((post, exchange) ->
                Answering.with(post.body().contains("\"bad\"") ? 400 : 204, "").answer(post, exchange));
        assertThat(exported(event("e1", "calls", 1), event("bad", "calls", 1), event("e3", "calls", 1)))
                .containsOnly(
                        Map.entry("e1", new Accepted()),
                        Map.entry("bad", new Refused("status 400: the receiver rejects this event")),
                        Map.entry("e3", new Accepted()));
        assertThat(server.posts).hasSize(4);
    }

    @Test
    void failingEventDoesNotBlockOthersForever() throws Exception {
        server.answers((post, exchange) ->
                Answering.with(post.body().contains("\"bad\"") ? 500 : 204, "").answer(post, exchange));
        ExportEvent bad = failed(event("bad", "calls", 1), 5);
        assertThat(exported(failed(event("e1", "calls", 1), 4), bad).values())
                .containsOnly(new Retry("status 500", null));
        assertThat(server.posts).hasSize(1);
        assertThat(exported(failed(event("e1", "calls", 1), 5), bad, failed(event("e3", "calls", 1), 6)))
                .containsOnly(
                        Map.entry("e1", new Accepted()),
                        Map.entry("bad", new Retry("status 500", null)),
                        Map.entry("e3", new Accepted()));
        server.answers(Answering.with(503, ""));
        server.posts.clear();
        assertThat(exported(failed(event("e1", "calls", 1), 5), bad, failed(event("e3", "calls", 1), 6))
                        .values())
                .containsOnly(new Retry("status 503", null));
        assertThat(server.posts).as("two in a row, and no more").hasSize(3);
    }

    static ExportEvent failed(ExportEvent event, int attempts) {
        return event.delivery(attempts, event.delivery().dueAt(), "status 500");
    }

    @Test
    void refusesEventOfUnknownMeter() throws Exception {
        try (CloudEventsExporter guessing = new CloudEventsExporter(
                new CloudEventsSettings(server.address("/"), null, URI.create("/licensing")), clock)) {
            Map<String, EventResult> outcomes = guessing.export(
                            List.of(event("e1", "gone", 1_500).unit(ExportEvent.Unit.UNKNOWN), event("e2", "calls", 1)))
                    .outcomes();
            assertThat(outcomes.get("e1"))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(
                                            "meter 'gone' was counted before a catalog defined it, so the number of decimal places of its"
                                                    + " 1500 smallest units is unknown; add it to the catalog, then replay"));
            assertThat(outcomes.get("e2")).isEqualTo(new Accepted());
        }
        assertThat(server.posts)
                .singleElement()
                .satisfies(post -> assertThat(post.body()).doesNotContain("gone"));
    }

    @Test
    void acceptsOnlyCompleteSuccessResponses() throws Exception {
        for (Answering answer : List.of(
                Answering.with(500, "x"),
                Answering.with(301, "", "Location", "/other"),
                Answering.with(404, ""),
                Answering.broken(200))) {
            server.answers(answer);
            assertThat(exported(event("e1", "calls", 1)).get("e1")).isInstanceOf(Retry.class);
        }
        assertThat(server.posts).as("redirects are not followed").hasSize(4);
        server.answers(Answering.with(429, "", "Retry-After", "Tue, 10 Mar 2026 12:15:00 GMT"));
        assertThat(exported(event("e1", "calls", 1)).get("e1"))
                .isEqualTo(new Retry("status 429", Duration.ofMinutes(5)));
    }

    @Test
    void truncatesEndlessBody() throws Exception {
        server.answers((post, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[8192];
            for (int i = 0; i < 1_000_000; i++) {
                exchange.getResponseBody().write(chunk);
            }
        });
        assertThat(exported(event("e1", "calls", 1)).get("e1")).isEqualTo(new Accepted());
    }

    @Test
    void hidesSecrets() throws Exception {
        CloudEventsSettings settings = new CloudEventsSettings(
                ExportAddress.of(URI.create("https://billing.example/hook/s3cret?key=s3cret")),
                new Secret("token", "t0ken"),
                URI.create("/licensing"));
        assertThat(settings.toString()).doesNotContain("t0ken", "s3cret").contains("https://billing.example");
        assertThatThrownBy(() -> new Secret("the token", "t0k\nen"))
                .isInstanceOf(LicensingException.class)
                .hasMessageNotContaining("t0k");
    }

    @Test
    void allowsPlainHttpOnLoopbackOnly() {
        assertThatThrownBy(() -> ExportAddress.of(URI.create("http://127.0.0.1/x")))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("allow-http");
        assertThatThrownBy(() -> new ExportAddress(URI.create("http://billing.example/x"), Plain.ALLOW_ON_LOOPBACK))
                .hasMessageContaining("expected https");
        assertThatThrownBy(() -> ExportAddress.of(URI.create("https://user:s3cret@billing.example/")))
                .hasMessageNotContaining("s3cret");
    }
}
