package io.github.licensing4j.core.insight.signal;

import static io.github.licensing4j.SignalKind.FEATURE_REFUSED;
import static io.github.licensing4j.SignalKind.NEAR_LIMIT;
import static io.github.licensing4j.SignalKind.SEATS_FULL;
import static io.github.licensing4j.SignalKind.SILENCE;
import static io.github.licensing4j.SignalKind.TRIAL_ENGAGED;
import static io.github.licensing4j.SignalKind.TRIAL_IDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.spi.LicenseRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Silence, trials, limits and features of stored licenses are found in what the stores have. */
class LicenseScanTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:10:00Z");
    private static final Instant TODAY = Instant.parse("2026-03-10T00:00:00Z");
    private static final String MONTHLY = "monthly: { kind: quota, meter: calls, amount: 1000, per: P1M }";

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void findsSilentLicense(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            for (String license : List.of("lic_1", "lic_2", "lic_3")) {
                fixture.license(license);
                fixture.days(
                        license,
                        TODAY.minus(Duration.ofDays(license.equals("lic_2") ? 5 : 0)),
                        40,
                        LicenseScanTest::noon);
            }

            assertThat(fixture.findings(NOW)).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(SILENCE);
                assertThat(finding.subject().license()).isEqualTo("lic_2");
                assertThat(finding.severity()).isEqualTo(SignalSeverity.HIGH);
                assertThat(finding.evidence().figures())
                        .isEqualTo(Map.of("days", 5L, "longest-gap", 1L, "calls", 8_000L));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedRefusedAndChangedLicensesAreNotSilent(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            Instant before = NOW.minus(Duration.ofDays(5));
            List<String> silent =
                    List.of("lic_suspended", "lic_cancelled", "lic_expired", "lic_refused", "lic_changed");
            for (String license : silent) {
                fixture.days(license, TODAY.minus(Duration.ofDays(5)), 40, LicenseScanTest::noon);
            }
            for (int other = 0; other < 6; other++) {
                fixture.days("lic_" + other, TODAY, 40, LicenseScanTest::noon);
            }
            fixture.store(fixture.license("lic_suspended")
                    .edit(before)
                    .suspendedAt(before)
                    .done());
            fixture.store(fixture.license("lic_cancelled")
                    .edit(before)
                    .cancelledAt(before)
                    .done());
            fixture.store(fixture.license("lic_expired")
                    .edit(before)
                    .expiresAt(before)
                    .done());
            fixture.license("lic_refused");
            fixture.refuse("lic_refused", TODAY, new RefusedCalls("", "credential-expired", 1));
            fixture.store(fixture.license("lic_changed")
                    .edit(NOW.minus(Duration.ofDays(2)))
                    .external(Map.of("crm", "1"))
                    .done());

            assertThat(fixture.findings(NOW)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void outageOfServiceSilencesNoLicense(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            for (int license = 0; license < 8; license++) {
                fixture.license("lic_" + license);
                fixture.days("lic_" + license, TODAY.minus(Duration.ofDays(6)), 40, LicenseScanTest::noon);
            }
            assertThat(fixture.findings(NOW)).as("all of them").isEmpty();

            for (int license = 0; license < 5; license++) {
                fixture.days("lic_" + license, TODAY, 3, LicenseScanTest::noon);
            }
            assertThat(fixture.findings(NOW.plus(Duration.ofHours(1)), SILENCE))
                    .as("after three quiet days and three others")
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsEngagedAndIdleTrials(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            for (String license : List.of("lic_engaged", "lic_idle", "lic_over")) {
                Instant start = NOW.minus(Duration.ofDays(8));
                LicenseRecord record = LicenseRecord.of(
                                fixture.license(license).id(), "acme", ScanFixture.PRO, start, ZoneOffset.UTC)
                        .edit(start)
                        .trial(new LicenseRecord.Trial(
                                start.plus(Duration.ofDays(license.equals("lic_over") ? 7 : 14)),
                                PlanId.parse("pro@2")))
                        .done();
                fixture.store(record);
            }
            fixture.days("lic_engaged", TODAY, 5, LicenseScanTest::noon);

            assertThat(fixture.findings(NOW))
                    .extracting(Finding::kind, finding -> finding.subject().license())
                    .containsExactlyInAnyOrder(tuple(TRIAL_ENGAGED, "lic_engaged"), tuple(TRIAL_IDLE, "lic_idle"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesLimitThatRefuses(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(
                dir,
                MONTHLY + ", one: { kind: rate, permits: 1, per: PT1S }, two: { kind: rate, permits: 9, per: PT1M }")) {
            fixture.license("lic_1");
            fixture.store(fixture.license("lic_gone")
                    .edit(NOW)
                    .plan(PlanId.parse("gone@1"))
                    .done());
            for (int day = 0; day < 3; day++) {
                for (String code : List.of("quota-exhausted", "rate-limited")) {
                    fixture.refuse("lic_1", days(day), new RefusedCalls("GET /", code, 10));
                }
                fixture.refuse("lic_gone", days(day), new RefusedCalls("GET /", "quota-exhausted", 10));
                fixture.refuse("lic_unknown", days(day), new RefusedCalls("GET /", "quota-exhausted", 10));
                fixture.refuse("", days(day), new RefusedCalls("", "rate-limited", 10));
            }

            assertThat(fixture.findings(NOW, NEAR_LIMIT))
                    .extracting(
                            finding -> finding.subject().license(),
                            finding -> finding.subject().target())
                    .containsExactlyInAnyOrder(
                            tuple("lic_1", "monthly"),
                            tuple("lic_1", "rate-limited"),
                            tuple("lic_gone", "quota-exhausted"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsQuotaThatIsAlmostUsedUp(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, MONTHLY)) {
            QuotaLimit monthly =
                    new QuotaLimit("monthly", "calls", 1_000, ContractPeriod.parse("P1M"), List.of(), null);
            Instant end = Instant.parse("2026-04-01T00:00:00Z");
            for (String license : List.of("lic_1", "lic_unused", "lic_half")) {
                LicenseRecord record = fixture.license(license);
                long used = license.equals("lic_half") ? 500 : 950;
                fixture.reads(record, new LimitStatus(monthly, used, 1_000 - used, end));
                if (!license.equals("lic_unused")) {
                    fixture.days(license, TODAY, 5, LicenseScanTest::noon);
                }
            }
            assertThat(fixture.findings(NOW)).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(NEAR_LIMIT);
                assertThat(finding.subject().license()).isEqualTo("lic_1");
                assertThat(finding.subject().target()).isEqualTo("monthly");
                assertThat(finding.evidence().figures()).isEqualTo(Map.of("used-percent", 95L, "days-left", 21L));
            });
            assertThat(fixture.findings(end.minus(Duration.ofDays(7))))
                    .as("near its end")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsRefusedFeatureOfActiveLicense(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            for (String license : List.of("lic_1", "lic_unused")) {
                fixture.license(license);
                for (int day = 0; day < 4; day++) {
                    fixture.refuse(license, days(day), new RefusedCalls("GET /export", "feature-not-licensed", 10));
                    fixture.refuse(license, days(day), new RefusedCalls("GET /" + day, "feature-not-licensed", 10));
                }
            }
            fixture.days("lic_1", TODAY, 5, LicenseScanTest::noon);

            assertThat(fixture.findings(NOW)).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(FEATURE_REFUSED);
                assertThat(finding.subject().license()).isEqualTo("lic_1");
                assertThat(finding.subject().target()).isEqualTo("GET /export");
                assertThat(finding.evidence().figures()).isEqualTo(Map.of("refused", 40L, "days", 4L));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsFullSeats(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            SeatsLimit seats = new SeatsLimit("seats", SeatsLimit.Holder.USER, 5, ContractPeriod.parse("P30D"));
            for (String license : List.of("lic_full", "lic_free", "lic_long_ago", "lic_unused")) {
                long used = license.equals("lic_free") ? 4 : 5;
                fixture.reads(fixture.license(license), new LimitStatus(seats, used, 5 - used, null));
                if (!license.equals("lic_unused")) {
                    fixture.refuse(
                            license,
                            days(license.equals("lic_long_ago") ? 7 : 6),
                            new RefusedCalls("", "seat-limit-reached", 1));
                }
            }

            assertThat(fixture.findings(NOW)).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(SEATS_FULL);
                assertThat(finding.subject().license()).isEqualTo("lic_full");
                assertThat(finding.subject().target()).isEqualTo("seats");
                assertThat(finding.evidence().figures())
                        .isEqualTo(Map.of("seats", 5L, "used", 5L, "refused", 1L, "days", 1L));
            });
        }
    }

    private static boolean noon(Instant hour) {
        return hour.getEpochSecond() % 86_400 == 43_200;
    }

    private static Instant days(int before) {
        return TODAY.minus(Duration.ofDays(before));
    }
}
