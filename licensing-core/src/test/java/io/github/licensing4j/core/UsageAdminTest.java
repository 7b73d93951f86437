package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static io.github.licensing4j.core.MeteredFixture.CALL;
import static io.github.licensing4j.core.MeteredFixture.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.MeteredFixture.Kept;
import io.github.licensing4j.core.usage.export.ExportOptions;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.UsageExporter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Administration of usage takes effect at once and survives a restart, on a whole engine. */
class UsageAdminTest {
    @TempDir
    Path dir;

    private MeteredFixture open(Kept kept) {
        return new MeteredFixture(dir, kept, options -> options);
    }

    private static GrantRequest grant(String amount, @Nullable Instant expiresAt) {
        return new GrantRequest("prepaid", new BigDecimal(amount), 0, null, expiresAt);
    }

    private static UsageFilter all(@Nullable Instant from, @Nullable Instant to, Set<UsageDimension> by) {
        return new UsageFilter(null, UsageSelection.all(), from, to, by, UsageKind.CHARGED, null, 100);
    }

    @ParameterizedTest
    @EnumSource
    void grantsConsumesAndVoidsCreditsInOrder(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            CreditGrantView initial = fixture.usage().credits(license).get(0);
            assertThat(initial.amount()).isEqualTo(Quantity.of(5, "token"));
            assertThat(initial.times().expiresAt()).isEqualTo(Instant.parse("2027-03-10T12:00:00Z"));
            Instant soon = fixture.clock.instant().plus(Duration.ofDays(1));
            CreditGrantView first = fixture.usage().grant(license, grant("3", soon), BY);

            consume(fixture, key, 3);
            assertThat(fixture.usage().credits(license))
                    .extracting(one -> one.id() + " " + one.consumed())
                    .containsExactly(first.id() + " 3 token", initial.id() + " 1.5 token");

            CreditGrantView taken = fixture.usage().voidGrant(initial.id(), BY);
            assertThat(taken.consumed()).isEqualTo(Quantity.of("1.5", "token"));
            assertThat(taken.times().voidedAt()).isEqualTo(fixture.clock.instant());
            assertThat(fixture.call(key, TOKENS)).isEqualTo("credits-exhausted");
            fixture.usage().grant(license, grant("1.5", null), BY);
            consume(fixture, key, 1);
            assertThat(fixture.call(key, TOKENS)).isEqualTo("credits-exhausted");
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> fixture.usage().voidGrant(initial.id(), BY));
            assertThat(fixture.admin().audit().read(license, null, 100).items())
                    .extracting(AuditEntryView::action)
                    .containsExactlyInAnyOrder(
                            "license.created",
                            "credits.granted",
                            "key.created",
                            "credits.granted",
                            "credits.voided",
                            "credits.granted");
        }
    }

    private static void consume(MeteredFixture fixture, String key, int calls) {
        for (int i = 0; i < calls; i++) {
            assertThat(fixture.call(key, TOKENS)).isEqualTo("granted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void queriesUsageByIssuerAndLicense(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            fixture.calls(fixture.token("pro@1", "lic_self"), 3);
            assertThat(of(fixture, EngineFixture.ISSUER, "lic_self")).containsExactly(3L);
            assertThat(of(fixture, null, "lic_self")).containsExactly(3L);
            assertThat(of(fixture, "https://other.example", "lic_self")).isEmpty();
        }
    }

    private static List<Long> of(MeteredFixture fixture, @Nullable String issuer, String license) {
        return fixture
                .usage()
                .usage(new UsageFilter(
                        issuer,
                        new UsageSelection(license, null, null, null),
                        null,
                        null,
                        Set.of(),
                        UsageKind.CHARGED,
                        null,
                        100))
                .items()
                .stream()
                .map(UsageTotal::units)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedRequestGrantsAndCorrectsOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            AdminContext granting = new AdminContext("ann", null, new AdminContext.Request("k1", "f1"));
            String granted =
                    fixture.usage().grant(license, grant("2", null), granting).id();
            assertThat(fixture.usage()
                            .grant(license, grant("2", null), granting)
                            .id())
                    .isEqualTo(granted);
            assertThat(fixture.usage().credits(license)).hasSize(2);
            AdminContext correcting = new AdminContext("ann", null, new AdminContext.Request("k2", "f2"));
            CorrectionRequest request = new CorrectionRequest("calls", BigDecimal.valueOf(4), null);
            String corrected =
                    fixture.usage().correct(license, request, correcting).id();
            assertThat(fixture.usage().correct(license, request, correcting).id())
                    .isEqualTo(corrected);
            assertThat(fixture.used(license, "monthly")).isEqualTo(4);
            assertThat(fixture.usage().corrections(license, null, 10).items()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void correctionTakesEffectAtOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.correct(license, "2");
            fixture.calls(key, 10);
            fixture.correct(license, "18");
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correct(license, "-1");
            fixture.calls(key, 1);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            assertThat(total(fixture)).isEqualTo(30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void correctsBudgetOfCustomerOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String corrected = fixture.license("team@1");
            String other = fixture.license("team@1");
            String key = fixture.key(other);
            fixture.calls(key, 1);
            fixture.correctKey(corrected, "", "4");
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correctKey(corrected, "", "-2");
            fixture.calls(key, 2);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            assertThat(fixture.used(other, "shared")).isEqualTo(5);
        }
    }

    private static long total(MeteredFixture fixture) {
        return fixture.usage().usage(all(null, null, Set.of())).items().stream()
                .filter(total -> total.meter().equals("calls"))
                .mapToLong(UsageTotal::units)
                .sum();
    }

    @Test
    void restartKeepsUsage() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 12);
            consume(fixture, key, 2);
            fixture.correct(license, "13");
            fixture.takeMessages();

            fixture.restart();

            assertThat(fixture.used(license, "monthly")).isEqualTo(27);
            assertThat(fixture.usage().credits(license))
                    .extracting(CreditGrantView::consumed)
                    .containsExactly(Quantity.of(3, "token"));
            fixture.correct(license, "-1");
            fixture.calls(key, 4);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correct(license, "-1");

            fixture.restart();

            assertThat(fixture.used(license, "monthly")).isEqualTo(29);
            consume(fixture, key, 1);
            assertThat(fixture.call(key, CALL)).isEqualTo("quota-exhausted");
            fixture.correct(license, "-3");
            fixture.calls(key, 1);
            assertThat(fixture.call(key, TOKENS)).isEqualTo("credits-exhausted");
            assertThat(total(fixture)).isEqualTo(28);
            assertThat(fixture.usage().reconcile().differences()).isEmpty();
        }
    }

    @Test
    void announcesLevelOncePerPeriod() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 7);
            fixture.correct(license, "1");
            assertThat(fixture.takeMessages()).singleElement().asString().contains("\"level\":80");
            fixture.correct(license, "-1");
            fixture.calls(key, 1);
            fixture.restart();
            fixture.correct(license, "-1");
            fixture.calls(key, 1);
            assertThat(total(fixture)).isEqualTo(8);
            assertThat(fixture.takeMessages()).isEmpty();
            fixture.calls(key, 2);
            fixture.correct(license, "-3");
            fixture.correct(license, "3");
            assertThat(fixture.takeMessages()).singleElement().asString().contains("\"level\":100");
            fixture.clock.set("2026-04-10T12:00:00Z");
            fixture.correct(license, "9");
            assertThat(fixture.takeMessages())
                    .singleElement()
                    .asString()
                    .contains("\"level\":80", "\"start\":\"2026-04-10T12:00:00Z\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void announcesCustomerBudgetOncePerPeriod(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String one = fixture.key(fixture.license("team@1"));
            String corrected = fixture.license("team@1");
            var made = fixture.admin().keys().create(corrected, KeyRequest.plain(), BY);
            String keyId = made.view().id();
            String other = made.key();
            fixture.calls(one, 2);
            fixture.calls(other, 1);
            assertThat(total(fixture)).isEqualTo(3);
            assertThat(fixture.takeMessages()).isEmpty();
            fixture.calls(other, 1);
            assertThat(total(fixture)).isEqualTo(4);
            assertThat(fixture.takeMessages())
                    .singleElement()
                    .asString()
                    .contains("\"customer\":\"acme\"", "\"limit\":\"shared\"", "\"level\":80", "\"used\":4")
                    .doesNotContain("\"license\":");
            fixture.correctKey(corrected, keyId, "-2");
            fixture.calls(one, 1);
            fixture.correctKey(corrected, keyId, "1");
            assertThat(total(fixture)).isEqualTo(4);
            assertThat(fixture.takeMessages()).isEmpty();
            fixture.clock.set("2026-04-10T12:00:00Z");
            fixture.correctKey(corrected, keyId, "4");
            assertThat(fixture.takeMessages())
                    .as("a period later, by a correction")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void invoiceAgreesWithManualCalculation(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 12);
            consume(fixture, key, 1);
            fixture.correct(license, "3");
            Invoice invoice = fixture.usage().invoice(license, null);
            // 12 calls, one more that consumes tokens, and 3 by correction are 16: 6 beyond the 10, at 0.25 each.
            assertThat(invoice.total()).isEqualByComparingTo("50.50");
            assertThat(invoice.from()).isEqualTo(Instant.parse("2026-03-10T12:00:00Z"));
            assertThat(invoice.lines())
                    .extracting(line -> line.kind() + " " + line.quantity().toPlainString() + " " + line.amount())
                    .containsExactly(
                            "BASE 1 49.00",
                            "INCLUDED 10 0.00",
                            "OVERAGE 6 1.50",
                            "CREDITS_GRANTED 5 0.00",
                            "CREDITS_CONSUMED 1.5 0.00",
                            "CORRECTION 3 0.00");
        }
    }

    @Test
    void findsEarlierCountsAfterClockStepsBack() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.clock.advance(Duration.ofMinutes(10));
            fixture.calls(key, 12);
            fixture.clock.set("2026-03-10T11:30:00Z");
            fixture.restart();
            fixture.clock.set("2026-03-10T12:20:00Z");
            fixture.calls(key, 1);
            assertThat(fixture.used(license, "monthly")).isEqualTo(13);
        }
    }

    @ParameterizedTest
    @EnumSource
    void projectsUsageLinearly(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 11);
            // Fifteen and a half of 31 days.
            fixture.clock.advance(Duration.ofHours(372));
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.overage()).isEqualTo(1);
                assertThat(outlook.cost()).hasToString("0.25 USD");
                assertThat(outlook.projected()).isEqualTo(22);
                assertThat(outlook.projectedCost()).hasToString("3.00 USD");
            });
            fixture.correct(license, "10");
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.projected()).isEqualTo(30);
                assertThat(outlook.projectedCost()).hasToString("5.00 USD");
            });
        }
    }

    @Test
    @Tag("4.5.10")
    void projectsOnlyAfterShareOfPeriod() {
        try (MeteredFixture fixture = open(Kept.IN_MEMORY)) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 3);
            fixture.clock.advance(Duration.ofSeconds(1));
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.projected()).isNull();
                assertThat(outlook.projectedCost()).isNull();
                assertThat(outlook.cost()).hasToString("0.00 USD");
            });
            // 5 % of 31 days are 37 hours and 12 minutes.
            fixture.clock.advance(Duration.ofMinutes(2_232).minusSeconds(2));
            assertThat(fixture.usage().outlook(license))
                    .singleElement()
                    .satisfies(outlook -> assertThat(outlook.projected()).isNull());
            fixture.clock.advance(Duration.ofSeconds(1));
            assertThat(fixture.usage().outlook(license))
                    .singleElement()
                    .satisfies(outlook -> assertThat(outlook.projected()).isEqualTo(30));
        }
    }

    @ParameterizedTest
    @EnumSource
    void planGrantsInitialCreditsOnce(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String moved = fixture.license("free@1");
            assertThat(fixture.usage().credits(moved)).isEmpty();
            move(fixture, moved, "pro@1");
            assertThat(fixture.usage().credits(moved)).hasSize(1);
            move(fixture, moved, "free@1");
            move(fixture, moved, "pro@1");
            assertThat(fixture.usage().credits(moved)).hasSize(1);
            String tried =
                    fixture.admin().licenses().create(trial("tried@1"), BY).id();
            fixture.clock.advance(Duration.ofDays(14));
            fixture.tend();
            fixture.tend();
            assertThat(fixture.usage().credits(tried))
                    .extracting(one -> one.times().effectiveAt())
                    .containsExactly(fixture.clock.instant());
        }
    }

    private static NewLicense trial(String plan) {
        NewLicense bought = NewLicense.of("tester", PlanId.parse(plan));
        return new NewLicense(
                bought.customer(),
                bought.plan(),
                NewLicense.Purchase.TRIAL,
                bought.anchor(),
                bought.zone(),
                bought.startsAt(),
                bought.expiresAt(),
                bought.overrides(),
                bought.external());
    }

    private static void move(MeteredFixture fixture, String license, String plan) {
        fixture.admin()
                .licenses()
                .changePlan(license, new PlanChangeRequest(PlanId.parse(plan), When.NOW, UsageTreatment.CARRY), BY);
    }

    @Test
    void invalidInputNamesField() {
        try (MeteredFixture fixture = open(Kept.IN_MEMORY)) {
            String license = fixture.license("pro@1");
            Instant now = fixture.clock.instant();
            Consumer<CorrectionRequest> correct = request -> fixture.usage().correct(license, request, BY);
            refused("meter", () -> correct.accept(new CorrectionRequest("nothing", BigDecimal.ONE, null)));
            refused("units", () -> correct.accept(new CorrectionRequest("calls", BigDecimal.ZERO, null)));
            refused("units", () -> correct.accept(new CorrectionRequest("calls", new BigDecimal("0.5"), null)));
            refused("units", () -> correct.accept(new CorrectionRequest("calls", new BigDecimal("1e999999"), null)));
            refused("at", () -> correct.accept(new CorrectionRequest("calls", BigDecimal.ONE, now.plusSeconds(1))));
            refused("at", () -> correct.accept(new CorrectionRequest("calls", BigDecimal.ONE, now.minusSeconds(1))));
            refused("amount", () -> fixture.usage().grant(license, grant("0", null), BY));
            refused("amount", () -> fixture.usage().grant(license, grant("-1", null), BY));
            refused("amount", () -> fixture.usage().grant(license, grant("0.05", null), BY));
            refused("expiresAt", () -> fixture.usage().grant(license, grant("1", now), BY));
            refused(
                    "limit",
                    () -> fixture.usage()
                            .grant(license, new GrantRequest("monthly", BigDecimal.ONE, 0, null, null), BY));
            refused(
                    "priority",
                    () -> fixture.usage()
                            .grant(license, new GrantRequest("prepaid", BigDecimal.ONE, 256, null, null), BY));
            refused("from", () -> fixture.usage().usage(all(now, now, Set.of())));
            refused("from", () -> fixture.usage().usage(all(now.minus(Duration.ofDays(2_000)), now, Set.of())));
            refused(
                    "by",
                    () -> fixture.usage().usage(all(null, null, Set.of(UsageDimension.HOUR, UsageDimension.DAY))));
            refused("period", () -> fixture.usage().invoice(license, now.minusSeconds(1)));
            refused("limit", () -> fixture.usage().deadExports(null, 0));
            refused("cursor", () -> fixture.usage().corrections(license, "nowhere", 10));
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> fixture.usage().voidGrant("crd_nothing", BY));
            assertThat(fixture.usage().corrections(license, null, 10).items()).isEmpty();
        }
    }

    private static void refused(String field, ThrowingCallable act) {
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(act)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void exportsAndReconcilesClosedHours() {
        List<ExportEvent> received = new CopyOnWriteArrayList<>();
        UsageExporter exporter = new UsageExporter() {
            @Override
            public String name() {
                return "billing";
            }

            @Override
            public ExportResult export(List<ExportEvent> events) {
                received.addAll(events);
                return ExportResult.all(events, new ExportResult.Accepted());
            }
        };
        ExportOptions rarely = new ExportOptions(
                Duration.ofMinutes(5), Duration.ofDays(1), 30, Duration.ofDays(7), Duration.ofSeconds(5));
        try (MeteredFixture fixture = new MeteredFixture(
                dir, Kept.IN_FILES, options -> options.usageExporter(exporter).exports(rarely))) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 4);
            fixture.clock.advance(Duration.ofHours(2));
            var before = fixture.usage().reconcile();
            assertThat(before.differences()).isEmpty();
            assertThat(before.exporters())
                    .singleElement()
                    .satisfies(one -> assertThat(one.waiting()).isEqualTo(1));
            // A last run at the close exports what waits.
            fixture.restart();
            assertThat(received)
                    .extracting(ExportEvent::meter, ExportEvent::units)
                    .containsExactly(tuple("calls", 4L));
            var after = fixture.usage().reconcile();
            assertThat(after.differences()).isEmpty();
            assertThat(after.exporters())
                    .singleElement()
                    .satisfies(one -> assertThat(one.waiting()).isZero());
            assertThat(fixture.usage().replayExports(List.of(), BY)).isZero();
        }
    }

    @Test
    void detectsExportThatDiffersFromLedger() throws Exception {
        UsageExporter exporter = new UsageExporter() {
            @Override
            public String name() {
                return "billing";
            }

            @Override
            public ExportResult export(List<ExportEvent> events) {
                return ExportResult.all(events, new ExportResult.Accepted());
            }
        };
        ExportOptions rarely = new ExportOptions(
                Duration.ofMinutes(5), Duration.ofDays(1), 30, Duration.ofDays(7), Duration.ofSeconds(5));
        try (MeteredFixture fixture = new MeteredFixture(
                dir, Kept.IN_FILES, options -> options.usageExporter(exporter).exports(rarely))) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 4);
            fixture.clock.advance(Duration.ofHours(2));
            assertThat(fixture.usage().reconcile().differences()).isEmpty();
            tamper("update licensing_export_events set units = 3");
            assertExportDiffers(fixture, license, 3);
            tamper("delete from licensing_export_events");
            assertExportDiffers(fixture, license, 0);
            tamper("insert into licensing_export_accepted select exporter, issuer, license, meter, 4, 1"
                    + " from licensing_export_sums");
            assertThat(fixture.usage().reconcile().differences()).isEmpty();
            tamper("update licensing_export_accepted set units = 9");
            assertExportDiffers(fixture, license, 9);
        }
    }

    private void tamper(String sql) throws SQLException {
        Path file = dir.resolve("store").resolve("licensing.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private static void assertExportDiffers(MeteredFixture fixture, String license, long found) {
        assertThat(fixture.usage().reconcile().differences())
                .containsExactly(
                        new Difference(Between.LEDGER_AND_EXPORT, "billing", license, "calls", 4, found, 0, 0));
    }
}
