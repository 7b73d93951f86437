package io.github.licensing4j.servlet;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterId.Scope;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageTotal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Usage administration with configured results that records its calls. */
final class FakeUsage implements UsageAdmin {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    final List<UsageFilter> filters = new ArrayList<>();
    final List<Object> asked = new ArrayList<>();
    List<LimitOutlook> outlooks = List.of();
    final List<AdminContext> orders = new ArrayList<>();
    Page<UsageTotal> page = new Page<>(List.of(), null);
    List<ReconciliationReport.Difference> differences = List.of();

    @Override
    public Page<UsageTotal> usage(UsageFilter filter) {
        filters.add(filter);
        return page;
    }

    @Override
    public Page<UsageTotal> usage(UsageFilter filter, License license) {
        asked.add(license.id());
        return usage(filter);
    }

    @Override
    public UsageCorrection correct(String licenseId, CorrectionRequest request, AdminContext by) {
        asked.add(request);
        orders.add(by);
        List<CounterIncrement> counters = new ArrayList<>();
        if (request.key() != null) {
            counters.add(counter(Limit.Kind.QUOTA, "P1M", Scope.KEY, request.key()));
        }
        if (request.user() != null) {
            counters.add(counter(Limit.Kind.QUOTA, "P1M", Scope.USER, request.user()));
        }
        request.grants().forEach(grant -> counters.add(counter(Limit.Kind.CREDITS, grant, Scope.LICENSE, "")));
        return correction(counters);
    }

    private static CounterIncrement counter(Limit.Kind kind, String per, Scope scope, String subject) {
        CounterId counter = new CounterId("limit", "tokens", kind, per, scope, subject);
        return CounterIncrement.of(FakeLicensing.LICENSE.id(), counter, CreditsClaim.EVER, -1_500);
    }

    private static UsageCorrection correction(List<CounterIncrement> counters) {
        var license = FakeLicensing.LICENSE;
        return new UsageCorrection(
                "cor_1", license.id(), "acme", license.plan(), "tokens", -1_500, NOW, NOW, "admin", null, counters);
    }

    @Override
    public CustomerInvoice customerInvoice(String customer, @Nullable Instant within) {
        asked.add(customer + " " + within);
        return new CustomerInvoice(
                customer,
                NOW,
                NOW.plusSeconds(1),
                Currency.getInstance("USD"),
                List.of(new Invoice.Line(
                        Invoice.Kind.OVERAGE,
                        "shared",
                        BigDecimal.TEN,
                        new BigDecimal("0.50"),
                        new BigDecimal("5.00"))),
                new BigDecimal("5.00"),
                List.of(),
                NOW);
    }

    @Override
    public List<LimitOutlook> customerLimits(String customer) {
        asked.add(customer);
        return List.of();
    }

    @Override
    public Page<UsageCorrection> corrections(String licenseId, @Nullable String cursor, int max) {
        asked.add(licenseId + " " + cursor + " " + max);
        return new Page<>(List.of(correction(List.of())), "more");
    }

    @Override
    public List<GrantView> credits(String licenseId) {
        return List.of(grant(null));
    }

    private static GrantView grant(@Nullable Instant voidedAt) {
        var grant =
                new CreditGrant("crd_1", FakeLicensing.LICENSE.id(), 1, "prepaid", 10_500, 7, NOW, NOW, null, voidedAt);
        return new GrantView(grant, "tokens", 250);
    }

    @Override
    public GrantView grant(String licenseId, GrantRequest request, AdminContext by) {
        asked.add(request);
        orders.add(by);
        return grant(null);
    }

    @Override
    public GrantView voidGrant(String grantId, AdminContext by) {
        asked.add(grantId);
        orders.add(by);
        return grant(NOW);
    }

    @Override
    public Invoice invoice(String licenseId, @Nullable Instant within) {
        asked.add(licenseId + " " + within);
        var line = new Invoice.Line(
                Invoice.Kind.CREDITS_CONSUMED,
                "Credits",
                new BigDecimal("0.000000001"),
                null,
                new BigDecimal("12345678901234567.10"));
        return new Invoice(licenseId, "acme", NOW, NOW, null, List.of(line), line.amount(), List.of("a note"))
                .closed(NOW);
    }

    @Override
    public ReconciliationReport reconcile() {
        return new ReconciliationReport(
                NOW,
                List.of(new ReconciliationReport.Source("node", 3, null, 9L, 0, 9)),
                List.of(new ReconciliationReport.Exporter("stripe", 1, 2)),
                differences,
                List.of("a note"));
    }

    @Override
    public Page<ExportEvent> deadExports(@Nullable String cursor, int max) {
        asked.add(cursor + " " + max);
        var event = new ExportEvent(
                "evt_1", "stripe", FakeLicensing.LICENSE.id(), "acme", "tokens", NOW, NOW, 2, 1_250, NOW, 9, NOW, "no");
        return new Page<>(List.of(event), null);
    }

    @Override
    public int replayExports(List<String> ids, AdminContext by) {
        asked.add(ids);
        orders.add(by);
        return 3;
    }

    @Override
    public List<LimitOutlook> outlook(String licenseId) {
        return outlooks;
    }
}
