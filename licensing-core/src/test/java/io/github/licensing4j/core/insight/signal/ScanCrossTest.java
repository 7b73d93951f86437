package io.github.licensing4j.core.insight.signal;

import static io.github.licensing4j.SignalKind.BURST;
import static io.github.licensing4j.SignalKind.SILENCE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scans across changes of licenses, plans, issuers and clocks. */
class ScanCrossTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-10T00:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void burstIsSeenUntilTwoHoursLater(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.days("lic_1", MIDNIGHT, 20, hour -> true);
            Instant burst = MIDNIGHT.minus(Duration.ofHours(1));
            fixture.calls("lic_1", burst, 9_000);

            assertThat(fixture.findings(burst.minusMillis(1))).isEmpty();
            for (Instant now : List.of(burst, MIDNIGHT.minusMillis(1), MIDNIGHT, MIDNIGHT.plusSeconds(7_199))) {
                assertThat(fixture.findings(now))
                        .as("at %s", now)
                        .extracting(Finding::kind)
                        .containsExactly(BURST);
            }
            assertThat(fixture.findings(MIDNIGHT.plusSeconds(7_200))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void changeOfPlanChangesNoHabit(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            Instant changed = MIDNIGHT.minus(Duration.ofDays(8));
            LicenseRecord record = fixture.license("lic_1")
                    .edit(changed)
                    .plan(PlanId.parse("pro@2"))
                    .change(new LicenseRecord.PlanChange(
                            ScanFixture.PRO, PlanId.parse("pro@2"), changed, UsageTreatment.CARRY))
                    .done();
            fixture.store(record);
            fixture.days("lic_1", changed, 30, hour -> true);
            fixture.flush();
            List<UsageRow> renamed = new ArrayList<>();
            for (Instant hour = changed; hour.isBefore(MIDNIGHT); hour = hour.plus(Duration.ofHours(1))) {
                long calls = hour.equals(MIDNIGHT.minus(Duration.ofHours(1))) ? 750 : 200;
                renamed.add(row(record.id(), "pro@2", hour, calls));
            }
            fixture.store().usage().commit(new UsageBatch(new UsageSource("other", 1), 0, 1, renamed, List.of()));
            assertThat(fixture.findings(MIDNIGHT)).isEmpty();

            fixture.calls("lic_1", MIDNIGHT.minus(Duration.ofHours(1)), 250);
            assertThat(fixture.findings(MIDNIGHT)).extracting(Finding::kind).containsExactly(BURST);
        }
    }

    @ParameterizedTest
    @EnumSource
    void licenseMadeTodayHasNoHabit(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.license("lic_1");
            fixture.calls("lic_1", MIDNIGHT, 1_000_000);
            fixture.days("lic_2", MIDNIGHT, 6, hour -> true);
            fixture.calls("lic_2", MIDNIGHT, 1_000_000);

            assertThat(fixture.findings(MIDNIGHT)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherIssuersHaveTheirOwn(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            LicenseId other = new LicenseId("https://other", "lic_1");
            fixture.license("lic_1");
            for (int hour = 0; hour < 24 * 20; hour++) {
                fixture.calls("lic_1", MIDNIGHT.minus(Duration.ofHours(hour)), 200);
                fixture.use(other, "calls", MIDNIGHT.minus(Duration.ofHours(hour)), new long[] {
                    hour == 1 ? 9_000 : 200, 200, 2
                });
            }
            assertThat(fixture.findings(MIDNIGHT)).isEmpty();

            assertThat(fixture.scan(ISSUER, "https://other").scan(MIDNIGHT))
                    .extracting(Finding::subject)
                    .containsExactly(new SignalSubject("https://other", "lic_1", "customer of lic_1", "calls"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void changeOfClocksIsNoBurstAndNoSilence(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.license("lic_1");
            Instant end = Instant.parse("2026-03-30T05:00:00Z");
            for (int hours = 1; hours < 24 * 36; hours++) {
                Instant hour = end.minus(Duration.ofHours(hours));
                fixture.calls("lic_1", hour, hour.atZone(BERLIN).getHour() == 3 ? 5_000 : 10);
            }
            // Clocks change on 29 March.
            for (Instant now = Instant.parse("2026-03-28T23:00:00Z");
                    now.isBefore(end);
                    now = now.plusSeconds(10_800)) {
                assertThat(fixture.findings(now)).as("at %s", now).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsLicensesPageByPage(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.licenses("lic_", 1_020);
            for (int license = 0; license < 10; license++) {
                fixture.days(
                        "lic_" + license * 113,
                        MIDNIGHT.minus(Duration.ofDays(license % 9 == 0 ? 4 : 0)),
                        35,
                        hour -> hour.getEpochSecond() % 86_400 == 0);
            }
            assertThat(fixture.findings(MIDNIGHT))
                    .extracting(Finding::kind, finding -> finding.subject().license())
                    .containsExactlyInAnyOrder(tuple(SILENCE, "lic_0"), tuple(SILENCE, "lic_1017"));
        }
    }

    private static UsageRow row(LicenseId license, String plan, Instant hour, long calls) {
        return new UsageRow(
                license,
                "customer of " + license.value(),
                PlanId.parse(plan),
                "calls",
                new UsageRow.Origin("", "GET /", 2),
                UsageKind.CHARGED,
                hour.toEpochMilli(),
                calls,
                calls);
    }
}
