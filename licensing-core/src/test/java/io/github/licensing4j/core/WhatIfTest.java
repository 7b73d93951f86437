package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfReport.Calls;
import io.github.licensing4j.admin.WhatIfReport.CustomerEffect;
import io.github.licensing4j.admin.WhatIfReport.Precision;
import io.github.licensing4j.admin.WhatIfReport.Problem;
import io.github.licensing4j.admin.WhatIfReport.ProblemKind;
import io.github.licensing4j.admin.WhatIfReport.Refusals;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import io.github.licensing4j.admin.WhatIfRequest;
import io.github.licensing4j.core.NodeFixture.Kept;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of stored usage under a draft of the catalog. */
class WhatIfTest {
    private static final String JUNE = "2026-06-01T00:00:00Z";
    private static final String JULY = "2026-07-01T00:00:00Z";
    private static final Requirement EXPORT = Requirement.features("export.csv");
    private static final String LIVE = """
            catalog: weather-api
            meters:
              tokens: { unit: token }
            features:
              export.csv: {}
            plans:
              pro@1:
                features: [export.csv]
                price: { amount: 10.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 4, per: P1M, overage: { cap: 100, unit-price: 0.50 USD } }
              other@1:
                price: { amount: 3.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 9, per: P1M }
              team@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 2, per: P1M, of: customer, overage: { cap: 90, unit-price: 1.00 USD } }
            """;

    @TempDir
    Path dir;

    private NodeFixture node;

    @BeforeEach
    void start() {
        node = NodeFixture.of(Kept.MEMORY, dir, JUNE).start(LIVE);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String license(String customer, String plan) {
        return node.admin()
                .licenses()
                .create(NewLicense.of(customer, PlanId.parse(plan)), BY)
                .id();
    }

    /** Makes calls of a new license, one each hour. */
    private String used(String customer, String plan, int calls) {
        String license = license(customer, plan);
        String key = node.key(license);
        for (int i = 0; i < calls; i++) {
            node.calls(key, 1);
            node.clock.advance(Duration.ofHours(1));
        }
        return license;
    }

    private WhatIfReport replay(String draft) {
        return replay(draft, null, 100);
    }

    private WhatIfReport replay(String draft, @Nullable String cursor, int max) {
        node.clock.set("2026-07-03T00:00:00Z");
        return node.admin()
                .catalogs()
                .whatIf(new WhatIfRequest(draft, Instant.parse(JUNE), Instant.parse(JULY), cursor, max));
    }

    private static Revenue usd(String live, String draft) {
        return new Revenue("USD", new BigDecimal(live), new BigDecimal(draft));
    }

    private static List<ProblemKind> kinds(WhatIfReport report) {
        return report.problems().stream().map(Problem::kind).toList();
    }

    @Test
    void sameCatalogHasNoDifferences() {
        used("acme", "pro@1", 6);
        used("bolt", "team@1", 3);

        WhatIfReport report = replay(LIVE);

        assertThat(report.calls()).isEqualTo(9);
        assertThat(report.granted()).isEqualTo(new Calls(9, 9));
        assertThat(report.revenue()).containsExactly(usd("12.00", "12.00"));
        assertThat(report.differences()).isZero();
        assertThat(report.customers().items()).isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(report.period().live()).isEqualTo(report.period().draft());
    }

    @Test
    void liveRevenueIsThatOfInvoices() {
        String license = used("acme", "pro@1", 6);

        WhatIfReport report = replay(LIVE.replace("0.50 USD", "0.75 USD").replace("10.00 USD", "12.00 USD"));

        assertThat(report.revenue()).containsExactly(usd("11.00", "13.50"));
        assertThat(node.invoice(license, JUNE).total()).isEqualTo("11.00");
        assertThat(report.granted()).isEqualTo(new Calls(6, 6));
        assertThat(report.customers().items())
                .containsExactly(
                        new CustomerEffect("acme", 6, new Calls(0, 0), List.of(usd("11.00", "13.50")), List.of(), 0));
    }

    @Test
    void lowerCapRefusesTheRest() {
        String license = used("acme", "pro@1", 7);

        WhatIfReport report = replay(LIVE.replace("cap: 100", "cap: 1"));

        assertThat(report.granted()).isEqualTo(new Calls(7, 5));
        assertThat(report.revenue()).containsExactly(usd("11.50", "10.50"));
        assertThat(report.customers().items().get(0).refusals())
                .containsExactly(new Refusals(
                        license,
                        RefusalCode.QUOTA_EXHAUSTED,
                        "monthly",
                        new Calls(0, 2),
                        Instant.parse("2026-06-01T05:00:00Z"),
                        Precision.ESTIMATE));
    }

    @Test
    void replaysBudgetsOfCustomers() {
        used("bolt", "team@1", 3);
        used("bolt", "team@1", 4);

        WhatIfReport report = replay(LIVE.replace("amount: 2", "amount: 5").replace("cap: 90", "cap: 1"));

        assertThat(report.granted()).isEqualTo(new Calls(7, 6));
        assertThat(report.revenue()).containsExactly(usd("5.00", "1.00"));
        assertThat(report.differences()).isEqualTo(1);
    }

    @Test
    void missingFeatureRefusesItsCalls() {
        String license = used("acme", "pro@1", 2);
        String key = node.key(license);
        node.call(key, EXPORT);

        WhatIfReport report = replay(LIVE.replace("    features: [export.csv]\n", ""));

        assertThat(report.granted()).isEqualTo(new Calls(3, 2));
        Refusals refused = report.customers().items().get(0).refusals().get(0);
        assertThat(refused.code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED);
        assertThat(refused.limit()).isEqualTo("export.csv");
        assertThat(refused.precision()).isEqualTo(Precision.EXACT);
    }

    @Test
    void reportsPlansThatAreMissing() {
        used("acme", "other@1", 2);
        used("bolt", "pro@1", 1);

        WhatIfReport report = replay(LIVE.replace("other@1", "another@1"));

        assertThat(report.granted()).isEqualTo(new Calls(3, 1));
        assertThat(report.revenue()).containsExactly(usd("13.00", "10.00"));
        assertThat(report.problems())
                .extracting(Problem::kind, Problem::subject, Problem::licenses)
                .containsExactly(tuple(ProblemKind.REJECTED, "", 0L), tuple(ProblemKind.PLAN_MISSING, "other@1", 1L));
    }

    @Test
    void renamedLimitKeepsItsCounterByWas() {
        used("acme", "pro@1", 6);
        String renamed = LIVE.replaceFirst("monthly: \\{", "calls: {");

        assertThat(kinds(replay(renamed))).containsExactly(ProblemKind.LIMIT_COUNTS_ANEW);
        assertThat(replay(renamed).revenue()).containsExactly(usd("11.00", "11.00"));
        WhatIfReport kept = replay(LIVE.replaceFirst("monthly: \\{", "calls: { was: monthly,"));
        assertThat(kept.problems()).isEmpty();
        assertThat(kept.differences()).isZero();
    }

    @Test
    void newLimitCountsHours() {
        used("acme", "pro@1", 6);

        WhatIfReport report = replay(LIVE.replaceFirst(
                "limits:\n", "limits:\n      daily: { kind: quota, meter: calls, amount: 5, per: P1D }\n"));

        assertThat(kinds(report)).containsExactly(ProblemKind.LIMIT_COUNTS_ANEW);
        assertThat(report.granted()).isEqualTo(new Calls(6, 5));
    }

    @Test
    void rateRefusesWhatNoHourHasRoomFor() {
        String license = license("acme", "other@1");
        node.calls(node.key(license), 9);

        WhatIfReport report = replay(LIVE.replace(
                "amount: 9, per: P1M }",
                "amount: 9, per: P1M }\n      burst: { kind: rate, permits: 2, per: PT1H, burst: 3 }"));

        assertThat(report.granted()).isEqualTo(new Calls(9, 5));
        assertThat(report.customers().items().get(0).refusals().get(0).precision())
                .isEqualTo(Precision.AT_LEAST);
    }

    @Test
    void otherChargesOfRulesAreRated() {
        String key = node.key(license("acme", "pro@1"));
        for (int i = 0; i < 6; i++) {
            callExport(key);
        }

        WhatIfReport report = replay(LIVE + "endpoints:\n  - { match: \"GET /export\", charge: { calls: 3 } }\n");

        assertThat(report.problems())
                .extracting(Problem::kind, Problem::subject)
                .contains(tuple(ProblemKind.CHARGES_CHANGED, "GET /export"));
        // 18 units instead of 6: 14 beyond the amount.
        assertThat(report.revenue()).containsExactly(usd("11.00", "17.00"));
    }

    private void callExport(String key) {
        CalledEndpoint export = new CalledEndpoint("GET", new MatchedPath("/export", "/export"), Declaration.none());
        Decision decision = node.engine().licensing.decide(node.engine().identified(key), export, Dispatch.REQUEST);
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
    }

    @Test
    void otherCurrencyIsNotConverted() {
        used("acme", "pro@1", 6);

        WhatIfReport report = replay(LIVE.replace("10.00 USD", "9.00 EUR").replace("0.50 USD", "0.50 EUR"));

        assertThat(kinds(report)).contains(ProblemKind.CURRENCY_CHANGED);
        assertThat(report.revenue())
                .containsExactly(
                        new Revenue("EUR", BigDecimal.ZERO, new BigDecimal("10.00")),
                        new Revenue("USD", new BigDecimal("11.00"), BigDecimal.ZERO));
    }

    @Test
    void changedScaleAndMissingMeterAreProblems() {
        String license = license("acme", "pro@1");
        node.call(node.key(license), NodeFixture.charge("tokens", 5, 0));

        assertThat(kinds(replay(LIVE.replace("unit: token", "unit: token, scale: 2"))))
                .contains(ProblemKind.METER_CHANGED);
        assertThat(kinds(replay(LIVE.replace("  tokens: { unit: token }", "  words: { unit: word }"))))
                .contains(ProblemKind.METER_MISSING);
    }

    @Test
    void otherBillingPeriodIsAProblem() {
        used("acme", "pro@1", 1);

        WhatIfReport report = replay(LIVE.replace("10.00 USD, per: P1M", "100.00 USD, per: P1Y"));

        assertThat(kinds(report)).contains(ProblemKind.BILLING_PERIOD_CHANGED);
        assertThat(report.revenue()).containsExactly(usd("10.00", "100.00"));
    }

    @Test
    void limitsThatCannotBeReplayedAreProblems() {
        used("acme", "pro@1", 1);

        WhatIfReport report =
                replay(LIVE.replaceFirst("limits:\n", "limits:\n      parallel: { kind: concurrency, max: 1 }\n"));

        assertThat(kinds(report)).containsExactly(ProblemKind.NOT_REPLAYED);
        assertThat(report.differences()).isZero();
    }

    @Test
    void callsOfTokensAloneAreNotReplayed() {
        node.calls(node.token("other@1"), 2);

        WhatIfReport report = replay(LIVE);

        assertThat(report.calls()).isZero();
        assertThat(kinds(report)).containsExactly(ProblemKind.NOT_STORED);
    }

    @Test
    void pagesByEffect() {
        used("acme", "pro@1", 6);
        used("bolt", "pro@1", 8);
        used("cord", "pro@1", 2);
        String draft = LIVE.replace("0.50 USD", "0.75 USD");

        WhatIfReport first = replay(draft, null, 1);
        WhatIfReport second = replay(draft, first.customers().next(), 1);

        assertThat(first.differences()).isEqualTo(2);
        assertThat(first.customers().items())
                .extracting(CustomerEffect::customer)
                .containsExactly("bolt");
        assertThat(second.customers().items())
                .extracting(CustomerEffect::customer)
                .containsExactly("acme");
        assertThat(second.customers().next()).isNull();
    }

    @Test
    void rejectsInvalidRequests() {
        assertThatThrownBy(() -> replay("catalog: [")).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> replay(LIVE, "x", 1)).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> replay(LIVE, null, 0)).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> node.admin()
                        .catalogs()
                        .whatIf(new WhatIfRequest(LIVE, Instant.parse(JULY), Instant.parse(JUNE), null, 1)))
                .isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void changesNothing() {
        String license = used("acme", "pro@1", 6);
        long entries = node.admin().audit().verify().entries();

        WhatIfReport unused = replay(LIVE.replace("cap: 100", "cap: 1"));

        assertThat(node.used(license, "monthly")).isEqualTo(0);
        assertThat(node.admin().catalogs().current().text()).isEqualTo(LIVE);
        assertThat(node.admin().audit().verify().entries()).isEqualTo(entries);
    }
}
