package io.github.licensing4j.servlet;

import io.github.licensing4j.License;
import io.github.licensing4j.Page;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.CorrectionView;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.admin.UsageForecast;
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
    List<UsageForecast> forecasts = List.of();
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
    public CorrectionView correct(String licenseId, CorrectionRequest request, AdminContext by) {
        asked.add(request);
        orders.add(by);
        return correction(request.key(), request.user(), request.grants());
    }

    private static CorrectionView correction(@Nullable String key, @Nullable String user, List<String> grants) {
        var license = FakeLicensing.LICENSE;
        return new CorrectionView(
                "cor_1",
                license.id().value(),
                "acme",
                license.plan(),
                "tokens",
                Quantity.of("-1.5", "token"),
                NOW,
                new CorrectionView.Target(key, user, grants),
                new CorrectionView.Entered(NOW, "admin", null));
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
    public Page<CorrectionView> corrections(String licenseId, @Nullable String cursor, int max) {
        asked.add(licenseId + " " + cursor + " " + max);
        return new Page<>(List.of(correction(null, null, List.of())), "more");
    }

    @Override
    public List<CreditGrantView> credits(String licenseId) {
        return List.of(grant(null));
    }

    private static CreditGrantView grant(@Nullable Instant voidedAt) {
        String license = FakeLicensing.LICENSE.id().value();
        var times = new CreditGrantView.Times(NOW, NOW, null, voidedAt);
        return new CreditGrantView(
                "crd_1",
                license,
                "prepaid",
                "tokens",
                Quantity.of("10.5", "token"),
                Quantity.of("0.25", "token"),
                7,
                times);
    }

    @Override
    public CreditGrantView grant(String licenseId, GrantRequest request, AdminContext by) {
        asked.add(request);
        orders.add(by);
        return grant(null);
    }

    @Override
    public CreditGrantView voidGrant(String grantId, AdminContext by) {
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
        return new Invoice(licenseId, "acme", NOW, NOW, null, List.of(line), line.amount(), List.of("a note"), NOW);
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
    public Page<DeadExportView> deadExports(@Nullable String cursor, int max) {
        asked.add(cursor + " " + max);
        var event = new DeadExportView(
                "evt_1",
                "stripe",
                FakeLicensing.LICENSE.id().value(),
                "acme",
                "tokens",
                new DeadExportView.Hour(NOW, NOW),
                2,
                Quantity.of("1.25", "token"),
                new DeadExportView.Delivery(NOW, 9, "no"));
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

    @Override
    public List<UsageForecast> forecasts(String licenseId) {
        if (!licenseId.equals("lic_1")) {
            throw new NotFoundException("license", licenseId);
        }
        return forecasts;
    }
}
