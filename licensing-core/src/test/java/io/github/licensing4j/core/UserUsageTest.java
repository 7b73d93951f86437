package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that count by themselves are named in the journal once, not with every call. */
class UserUsageTest {
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              team@1: { limits: { each: { kind: quota, meter: calls, amount: 100, per: P1M, of: user } } }
            """;

    @TempDir
    Path dir;

    private EngineFixture open(MovableClock clock) {
        UsageSettings usage = new UsageSettings(
                JournalSettings.in(dir.resolve("journal")).sizes(1 << 18, 1 << 20), Duration.ofDays(1), null);
        return new EngineFixture(
                dir,
                CATALOG,
                clock,
                builder -> builder.stored(StoreOptions.in(builder.stored.store())
                        .feedInterval(Duration.ofDays(1))
                        .usage(usage)));
    }

    @Test
    void namesUserOnceForManyCalls() throws IOException {
        try (EngineFixture engine = open(new MovableClock("2026-03-10T12:00:00Z"))) {
            List<String> tokens = List.of(engine.token("team@1", "lic_1"), engine.token("team@1", "lic_1"));
            for (int i = 0; i < 60; i++) {
                call(engine, tokens.get(i % 2), "user-alice");
                call(engine, tokens.get(i % 2), "user-bob");
            }
            assertThat(named("user-alice")).isEqualTo(1);
            assertThat(named("user-bob")).isEqualTo(1);
        }
    }

    private static void call(EngineFixture engine, String token, String user) {
        Call call = new Call(
                "GET",
                new RequestPath.Canonical("/v1/forecast"),
                List.of(new Credential(Source.BEARER, token)),
                new Call.Peer("203.0.113.9", Call.Route.DIRECT, user, null, null),
                CallEvidence.none());
        var decision = EngineFixture.decide(engine.licensing, engine.licensing.identify(call), Requirement.license());
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
    }

    /** Counts the occurrences of a name in the journal. */
    private int named(String user) throws IOException {
        int times = 0;
        try (Stream<Path> files = Files.walk(dir.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (int at = text.indexOf(user); at >= 0; at = text.indexOf(user, at + 1)) {
                    times++;
                }
            }
        }
        return times;
    }
}
