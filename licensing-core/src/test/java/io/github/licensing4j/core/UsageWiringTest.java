package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Decision;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a whole engine are journaled as they are settled, and are in the ledger once it is closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UsageWiringTest {
    private static final Outcome OK = new Outcome(200, 0);
    private static final String UNLIMITED = """
            catalog: weather-api
            plans:
              pro@1: { limits: { monthly: { kind: quota, meter: calls, amount: 1000000000, per: P1M } } }
            """;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private EngineFixture engine(String catalog, WhenFull whenFull, EnforcementMode mode) {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal"))
                .sizes(1 << 18, 1 << 19)
                .whenFull(whenFull);
        return new EngineFixture(
                dir,
                catalog,
                clock,
                builder -> builder.mode(mode)
                        .stored(StoreOptions.in(builder.stored.store())
                                .feedInterval(Duration.ofDays(1))
                                .usage(new UsageSettings(journal, Duration.ofDays(1), null))));
    }

    private static long counted(EngineFixture engine) {
        return engine.store.usage().counters(new LicenseId(EngineFixture.ISSUER, "lic_1"), Instant.EPOCH).stream()
                .mapToLong(CounterIncrement::units)
                .sum();
    }

    @Test
    void recordsServerErrorWithoutCounting() {
        try (EngineFixture engine = engine(UNLIMITED, WhenFull.REFUSE, EnforcementMode.ENFORCE)) {
            String token = engine.token("pro@1", "lic_1");
            engine.granted(token, Requirement.license()).reservation().settle(OK);
            engine.granted(token, Requirement.license()).reservation().settle(new Outcome(500, 0));
            engine.built.close();
            assertThat(counted(engine)).isEqualTo(1);
            assertThat(totals(engine, UsageKind.CHARGED))
                    .singleElement()
                    .satisfies(total ->
                            assertThat(List.of(total.units(), total.calls())).containsExactly(1L, 2L));
        }
    }

    @Test
    @Tag("rule-3.1")
    void recordsObservedCallsSeparately() {
        try (EngineFixture engine = engine(EngineFixture.CATALOG, WhenFull.REFUSE, EnforcementMode.OBSERVE)) {
            String token = engine.token("free@1", "lic_1");
            for (int i = 0; i < 25; i++) {
                engine.granted(token, Requirement.license()).reservation().settle(OK);
            }
            engine.built.close();
            assertThat(counted(engine)).isEqualTo(20);
            assertThat(totals(engine, UsageKind.CHARGED))
                    .extracting(UsageTotal::units)
                    .containsExactly(20L);
            assertThat(totals(engine, UsageKind.OBSERVED))
                    .extracting(UsageTotal::units)
                    .containsExactly(5L);
        }
    }

    @Test
    @Tag("rule-3.3")
    void refusesWith503WhenJournalIsFull() {
        try (EngineFixture engine = engine(UNLIMITED, WhenFull.REFUSE, EnforcementMode.ENFORCE)) {
            String token = engine.token("pro@1", "lic_1");
            long granted = 0;
            Decision decision = engine.decide(token, Requirement.license());
            while (decision instanceof Granted one && granted < 100_000) {
                one.reservation().settle(OK);
                granted++;
                decision = engine.decide(token, Requirement.license());
            }
            assertThat(engine.refused(token, Requirement.license()).code())
                    .isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
            engine.built.close();
            assertThat(counted(engine)).isEqualTo(granted).isPositive();
        }
    }

    @Test
    @Tag("rule-3.3")
    void sheddingJournalRefusesNoCall() {
        try (EngineFixture engine = engine(UNLIMITED, WhenFull.SHED, EnforcementMode.ENFORCE)) {
            String token = engine.token("pro@1", "lic_1");
            for (int i = 0; i < 10_000; i++) {
                engine.granted(token, Requirement.license()).reservation().settle(OK);
            }
            engine.built.close();
            assertThat(counted(engine)).isBetween(100L, 9_999L);
        }
    }

    private static List<UsageTotal> totals(EngineFixture engine, UsageKind kind) {
        return engine.store
                .usage()
                .usage(new UsageQuery(
                        EngineFixture.ISSUER,
                        new UsageSelection("lic_1", null, null, null),
                        Instant.parse("2026-03-01T00:00:00Z"),
                        Instant.parse("2026-04-01T00:00:00Z"),
                        Set.of(),
                        kind,
                        null,
                        100))
                .items();
    }
}
