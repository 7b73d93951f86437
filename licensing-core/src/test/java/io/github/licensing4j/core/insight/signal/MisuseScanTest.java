package io.github.licensing4j.core.insight.signal;

import static io.github.licensing4j.SignalKind.BURST;
import static io.github.licensing4j.SignalKind.ENUMERATION;
import static io.github.licensing4j.SignalKind.KEY_SHARING;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.spi.OriginSighting.Kind;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.tck.SampleUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals of misuse are found in what the stores have. */
class MisuseScanTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:10:00Z");
    private static final Instant HOUR = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void emptyStoreHasNone(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            assertThat(fixture.findings(NOW)).isEmpty();
            fixture.license("lic_1");
            assertThat(fixture.findings(NOW)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsSharedKey(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.license("lic_1");
            for (int before = 1; before <= 2; before++) {
                fixture.see(new SeenSubject(Kind.NETWORK, "lic_1", "key_shared"), hours(before), 9);
                fixture.see(new SeenSubject(Kind.DEVICE, "lic_1", "key_shared"), hours(before), 5);
                fixture.see(new SeenSubject(Kind.NETWORK, "lic_1", "key_cloud"), hours(before), 60);
                fixture.see(new SeenSubject(Kind.DEVICE, "lic_1", "key_cloud"), hours(before), 2);
                fixture.see(new SeenSubject(Kind.DEVICE, "lic_1", "key_office"), hours(before), 60);
                fixture.see(new SeenSubject(Kind.NETWORK, "lic_1", "key_before"), hours(before + 2), 60);
                fixture.see(new SeenSubject(Kind.DEVICE, "lic_1", "key_before"), hours(before + 2), 60);
            }

            List<Finding> findings = fixture.findings(NOW);

            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(KEY_SHARING);
                assertThat(finding.subject())
                        .isEqualTo(new SignalSubject(ISSUER, "lic_1", "customer of lic_1", "key_shared"));
                assertThat(finding.evidence().figures()).isEqualTo(Map.of("networks", 9L, "devices", 5L, "hours", 2L));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsStuffing(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.see(new SeenSubject(Kind.BAD_CREDENTIAL, "", "203.0.113.0/24"), HOUR, 60);
            fixture.see(new SeenSubject(Kind.BAD_CREDENTIAL, "", "198.51.100.0/24"), HOUR, 19);

            assertThat(fixture.findings(NOW)).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(SignalKind.CREDENTIAL_STUFFING);
                assertThat(finding.subject()).isEqualTo(SignalSubject.network(ISSUER, "203.0.113.0/24"));
                assertThat(finding.severity()).isEqualTo(SignalSeverity.HIGH);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsRefusedEndpointsOnlyWhereNew(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            for (int endpoint = 0; endpoint < 25; endpoint++) {
                String name = "GET /" + endpoint;
                fixture.refuse(
                        "lic_new",
                        hours(1),
                        new RefusedCalls(name, endpoint % 2 == 0 ? "feature-not-licensed" : "scope-missing", 1));
                fixture.refuse("lic_always", hours(1), new RefusedCalls(name, "feature-not-licensed", 1));
                fixture.refuse("lic_always", HOUR.minus(Duration.ofDays(3)), new RefusedCalls(name, "role-missing", 1));
                fixture.refuse("lic_limit", hours(1), new RefusedCalls(name, "quota-exhausted", 1));
                fixture.refuse("lic_one", hours(1), new RefusedCalls("GET /0", "feature-not-licensed", 40));
            }
            fixture.license("lic_new");

            assertThat(fixture.findings(NOW, ENUMERATION)).singleElement().satisfies(finding -> {
                assertThat(finding.subject())
                        .isEqualTo(new SignalSubject(ISSUER, "lic_new", "customer of lic_new", ""));
                assertThat(finding.evidence().figures()).containsEntry("endpoints", 25L);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsMissingPathsAmongFewAnswers(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            for (String license : List.of("lic_tries", "lic_synchronizes", "lic_always")) {
                fixture.see(new SeenSubject(Kind.MISSING_PATH, license, ""), HOUR, 64);
                fixture.calls(license, HOUR, license.equals("lic_synchronizes") ? 5_000 : 30);
            }
            for (int hour = 30; hour < 33; hour++) {
                fixture.see(new SeenSubject(Kind.MISSING_PATH, "lic_always", ""), hours(hour), 40);
            }
            fixture.use(new LicenseId(ISSUER, "lic_tries"), "calls", HOUR, new long[] {300, 300, 4});

            assertThat(fixture.findings(NOW, ENUMERATION)).singleElement().satisfies(finding -> {
                assertThat(finding.subject().license()).isEqualTo("lic_tries");
                assertThat(finding.subject().customer()).isEqualTo("customer of lic_tries");
                assertThat(finding.severity()).isEqualTo(SignalSeverity.HIGH);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsBurstOfMeter(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            LicenseId license = fixture.license("lic_1").id();
            fixture.days("lic_1", HOUR, 35, hour -> true);
            for (int hour = 0; hour < 24 * 20; hour++) {
                fixture.use(license, "egress", hours(hour), new long[] {hour == 1 ? 9_000_000 : 500_000, 200, 2});
            }

            assertThat(fixture.findings(NOW)).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(BURST);
                assertThat(finding.subject().target()).isEqualTo("egress");
                assertThat(finding.evidence().figures())
                        .containsEntry("units", 9_000_000L)
                        .containsEntry("usual", 500_000L);
                assertThat(finding.evidence().examples().get("hours")).containsExactly("2026-03-10T11:00:00Z");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void correctionsAreNoBurst(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.days("lic_1", HOUR, 35, hour -> true);
            fixture.flush();
            fixture.store()
                    .commit(StoreChange.builder()
                            .correction(SampleUsage.correction("cor_1", hours(1), 1_000_000))
                            .correction(SampleUsage.correction("cor_2", hours(200), -1_000_000))
                            .build());
            assertThat(fixture.findings(NOW)).isEmpty();

            fixture.calls("lic_1", hours(2), 3_000);
            assertThat(fixture.findings(NOW)).extracting(Finding::kind).containsExactly(BURST);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lateUsageCountsForTwoHours(ScannedStore kept) {
        try (ScanFixture fixture = kept.open(dir, "")) {
            fixture.days("lic_1", HOUR, 35, hour -> true);
            fixture.calls("lic_1", hours(3), 9_000);
            assertThat(fixture.findings(NOW)).isEmpty();

            fixture.calls("lic_1", hours(2), 9_000);
            assertThat(fixture.findings(NOW)).extracting(Finding::kind).containsExactly(BURST);
            assertThat(fixture.findings(NOW)).isEqualTo(fixture.findings(NOW));
        }
    }

    private static Instant hours(int before) {
        return HOUR.minus(Duration.ofHours(before));
    }
}
