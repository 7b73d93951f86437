package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.usage.export.BillingServer.Answering;
import io.github.licensing4j.core.usage.export.BillingServer.Post;
import io.github.licensing4j.spi.UsageExporter;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** DESIGN §3.11: tests that after any faults the units billed by id equal those of the ledger. */
class BilledOnceTest {
    private final Schedule schedule = new Schedule();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MovableClock clock = new MovableClock("2026-03-10T12:10:00Z");
    private final FakeExportLog events = new FakeExportLog();
    private final Map<String, Long> bill = new ConcurrentHashMap<>();
    private final AtomicInteger repeats = new AtomicInteger();
    private BillingServer server;

    @BeforeEach
    void open() throws IOException {
        server = new BillingServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private UsageExporter cloudEvents() {
        return new CloudEventsExporter(
                new CloudEventsSettings(
                        server.address("/events"),
                        new Secret("token", "t0ken"),
                        URI.create("/licensing"),
                        Duration.ofMillis(500)),
                clock);
    }

    private void billed(Post post) {
        for (JsonNode event : JSON.readTree(post.body())) {
            String id = event.path("id").stringValue();
            if (bill.putIfAbsent(id, event.path("data").path("units").longValue()) != null) {
                repeats.incrementAndGet();
            }
        }
    }

    private long billed() {
        return bill.values().stream().mapToLong(Long::longValue).sum();
    }

    private void assertBilledWhatWasUsed(UsageExports exports) throws InterruptedException {
        server.bills(this::billed, Answering.with(204, ""));
        for (int i = 0; i < 10 && events.waiting("cloud-events") > 0; i++) {
            clock.advance(Duration.ofHours(9));
            exports.runOnce(() -> {});
        }
        assertThat(events.waiting("cloud-events")).isZero();
        assertThat(billed()).isEqualTo(events.total());
        assertThat(events.acceptedUnits("cloud-events")).isEqualTo(events.total());
    }

    private UsageExports exports() {
        return new UsageExports(List.of(cloudEvents()), events, ExportSettings.DEFAULT, clock, schedule);
    }

    @Test
    void lostResponsesBillOnce() throws Exception {
        try (UsageExports exports = exports()) {
            events.used("lic_1", "calls", "2026-03-10T11:00:00Z", 40);
            for (Answering answer : List.of(
                    Answering.with(500, ""), server.silence(), Answering.broken(200), Answering.with(302, ""))) {
                server.bills(this::billed, answer);
                exports.runOnce(() -> {});
                assertThat(events.waiting("cloud-events")).isEqualTo(1);
                clock.advance(Duration.ofHours(1));
            }
            assertBilledWhatWasUsed(exports);
            assertThat(repeats).hasValue(4);
        }
    }

    @Test
    void rejectingServerMissesNothing() throws Exception {
        try (UsageExports exports = exports()) {
            events.used("lic_1", "calls", "2026-03-10T11:00:00Z", 40);
            for (Answering answer : List.of(
                    Answering.with(429, "", "Retry-After", "120"),
                    Answering.broken(503),
                    Answering.with(401, "no"),
                    server.silence())) {
                server.answers(answer);
                exports.runOnce(() -> {});
                clock.advance(Duration.ofHours(1));
            }
            assertThat(billed()).isZero();
            assertBilledWhatWasUsed(exports);
            assertThat(repeats).hasValue(0);
        }
    }

    private void use(Random random) {
        events.used(
                "lic_" + random.nextInt(20),
                "calls",
                "2026-03-10T0" + random.nextInt(9) + ":00:00Z",
                random.nextInt(1_000) - 200);
    }

    @Test
    void errorsReplaysAndLateUsageAddUp() throws Exception {
        Random random = new Random(42);
        List<Answering> answers = List.of(
                Answering.with(204, ""),
                Answering.with(500, ""),
                Answering.with(429, "", "Retry-After", "7"),
                Answering.broken(200));
        try (UsageExports exports = exports()) {
            for (int round = 0; round < 200; round++) {
                use(random);
                Answering answer = answers.get(random.nextInt(answers.size()));
                boolean takes = random.nextBoolean();
                server.bills(
                        post -> {
                            if (takes || answer == answers.get(0)) {
                                billed(post);
                            }
                        },
                        answer);
                exports.runOnce(() -> {});
                clock.advance(Duration.ofMinutes(random.nextInt(600)));
                if (round % 50 == 49) {
                    events.replay(List.of(), clock.instant());
                }
            }
            assertThat(repeats).as("what was taken and sent again").hasPositiveValue();
            events.replay(List.of(), clock.instant());
            assertBilledWhatWasUsed(exports);
        }
    }
}
