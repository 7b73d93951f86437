package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Money;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusal;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusals;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.admin.SigningKeys.Use;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.admin.Webhooks.DeadMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of every view that do not depend on stored records, with all and with the fewest members. */
final class ResponseSamples {
    static final Instant T1 = Instant.parse("2026-01-31T00:00:00Z");
    static final Instant T2 = Instant.parse("2026-02-28T12:30:15.123456789Z");
    static final PlanId PRO = PlanId.parse("pro@1");
    static final PlanId MAX = PlanId.parse("max@2");
    static final CatalogSummary CATALOG = new CatalogSummary(
            "c",
            "00",
            T1,
            Set.of(),
            List.of(new Meter("calls", "calls", 0, null), new Meter("gb", "GB", 3, null)),
            List.of());
    private static final Currency EUR = Currency.getInstance("EUR");

    private ResponseSamples() {}

    static SigningKeyView signingKey(@Nullable Instant createdAt) {
        return new SigningKeyView("kid1", "EdDSA", Use.SIGNING, createdAt);
    }

    static RecentRefusals refusals() {
        return new RecentRefusals(
                "node1",
                T1,
                List.of(
                        new RecentRefusal(
                                "dec_1",
                                T2,
                                RefusalCode.QUOTA_EXHAUSTED,
                                "No units left.",
                                PRO,
                                "monthly",
                                EnforcementMode.ENFORCE),
                        new RecentRefusal(
                                "dec_2",
                                T2,
                                RefusalCode.CREDENTIAL_INVALID,
                                "Unknown key.",
                                null,
                                null,
                                EnforcementMode.OBSERVE)));
    }

    static Invoice invoice(boolean closed) {
        Invoice preview = new Invoice(
                "lic_1",
                "acme",
                T1,
                T2,
                closed ? EUR : null,
                lines(),
                new BigDecimal("52.10"),
                List.of("A note."),
                null);
        return closed ? preview.closed(T2) : preview;
    }

    static CustomerInvoice customerInvoice() {
        return new CustomerInvoice("acme", T1, T2, EUR, lines(), new BigDecimal("52.10"), List.of(), T2);
    }

    private static List<Invoice.Line> lines() {
        return List.of(
                new Invoice.Line(
                        Invoice.Kind.BASE, "pro@1", BigDecimal.ONE, new BigDecimal("49.00"), new BigDecimal("49.00")),
                new Invoice.Line(
                        Invoice.Kind.CREDITS_CONSUMED,
                        "credits",
                        new BigDecimal("1E+3"),
                        null,
                        new BigDecimal("3.10")));
    }

    static List<LimitStatus> limits() {
        return List.of(
                new LimitStatus(quota("plain", null, null), 1500, 500, T2),
                new LimitStatus(
                        quota("full", new QuotaLimit.Overage(9000, null), new QuotaLimit.Rollover(5)),
                        2600,
                        0,
                        T2,
                        100),
                new LimitStatus(new CreditsLimit("credits", "gone", 5, null), 2, 3, null),
                new LimitStatus(
                        new RateLimit("rate", null, List.of(new RateLimit.Band(10, Duration.ofSeconds(1), 10))),
                        4,
                        6,
                        null),
                new LimitStatus(new ConcurrencyLimit("parallel", 3), 1, 2, null));
    }

    private static Limit quota(
            String name, QuotaLimit.@Nullable Overage overage, QuotaLimit.@Nullable Rollover rollover) {
        return new QuotaLimit(
                name, "gb", 2000, ContractPeriod.parse("P1M"), List.of(), overage, rollover, QuotaLimit.Scope.LICENSE);
    }

    static List<LimitOutlook> outlooks() {
        return List.of(
                new LimitOutlook(limits().get(0), 0, null, 1800L, null),
                new LimitOutlook(
                        limits().get(1),
                        500,
                        new Money(new BigDecimal("5.00"), EUR),
                        3000L,
                        new Money(new BigDecimal("9.00"), EUR)));
    }

    static ReconciliationReport report() {
        return new ReconciliationReport(
                T1,
                List.of(
                        new ReconciliationReport.Source("node1", 1, 10L, 9L, 0, 9),
                        new ReconciliationReport.Source("node2", 2, null, null, 1, 0)),
                List.of(new ReconciliationReport.Exporter("stripe", 3, 1)),
                List.of(
                        new ReconciliationReport.Difference(
                                ReconciliationReport.Between.DECIDED_AND_JOURNAL,
                                "node1",
                                "lic_1",
                                "gb",
                                10500,
                                9000,
                                10,
                                9),
                        new ReconciliationReport.Difference(
                                ReconciliationReport.Between.LEDGER_AND_EXPORT, "stripe", "", "gone", 1, 2, 3, 4)),
                List.of("A note."));
    }

    static DeadMessage message(@Nullable String error) {
        return new DeadMessage("msg_1", "https://a.example", "license.suspended", T1, 5, error);
    }

    static UsageFilter filter(UsageDimension... by) {
        return new UsageFilter(
                null,
                new UsageSelection("lic_1", null, null, null),
                null,
                null,
                Set.of(by),
                UsageKind.CHARGED,
                null,
                100);
    }

    static Page<UsageTotal> totals() {
        return new Page<>(
                List.of(
                        new UsageTotal(
                                Map.of(UsageDimension.DAY, "2026-01-31T00:00:00Z", UsageDimension.FEATURE, "=cmd"),
                                "gb",
                                1500,
                                3),
                        new UsageTotal(
                                Map.of(
                                        UsageDimension.HOUR,
                                        "2026-01-31T00:00:00Z",
                                        UsageDimension.ENDPOINT,
                                        "GET /a",
                                        UsageDimension.STATUS,
                                        "200",
                                        UsageDimension.LICENSE,
                                        "lic_1",
                                        UsageDimension.CUSTOMER,
                                        "acme",
                                        UsageDimension.PLAN,
                                        "pro@1"),
                                "gone",
                                7,
                                1)),
                "next1");
    }
}
