package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.CorrectionView;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Implements the administration of usage. Usage is shipped to the ledger before a query reads it, so that it is up to
 * date.
 */
final class ManagedUsage implements UsageAdmin {
    private static final int MOST_IDS = 1_000;

    private final AdminTransactions adminTransactions;
    private final LicenseFinder finder;
    private final Meters meters;
    private final UsageQuestions questions;
    private final UsagePeriods periods;
    private final UsageCorrections corrections;
    private final CreditGrants credits;
    private final LicenseInvoices invoices;
    private final CustomerInvoices customerInvoices;
    private final ExportCheck exports;
    private final CustomerBudgets budgets;
    private final UsageParts parts;
    private final Function<LicenseRecord, List<LimitStatus>> readings;
    private final LicenseForecasts forecasts;

    ManagedUsage(
            String issuer,
            UsageChangeParts changeParts,
            UsageParts parts,
            Function<LicenseRecord, List<LimitStatus>> readings) {
        this.adminTransactions = changeParts.adminTransactions();
        this.finder = changeParts.finder();
        this.meters = changeParts.meters();
        this.questions = new UsageQuestions(issuer, meters);
        this.periods = new UsagePeriods(issuer, changeParts, parts);
        this.corrections = new UsageCorrections(changeParts, parts);
        this.credits = new CreditGrants(issuer, changeParts, parts);
        this.invoices = new LicenseInvoices(changeParts, parts, credits, corrections);
        this.customerInvoices = new CustomerInvoices(issuer, changeParts, parts);
        this.exports = new ExportCheck(issuer, ledger(), parts);
        this.budgets = new CustomerBudgets(issuer, changeParts, parts, readings);
        this.parts = parts;
        this.readings = readings;
        this.forecasts = new LicenseForecasts(issuer, changeParts, parts, readings);
    }

    /** Returns the invoices of licenses. */
    LicenseInvoices invoices() {
        return invoices;
    }

    /** Returns the invoices of customers. */
    CustomerInvoices customerInvoices() {
        return customerInvoices;
    }

    private UsageLedger ledger() {
        return adminTransactions.store().usage();
    }

    @Override
    public Page<UsageTotal> usage(UsageFilter filter) {
        return usage(filter, periods.of(filter, null));
    }

    @Override
    public Page<UsageTotal> usage(UsageFilter filter, License license) {
        return usage(filter, periods.of(filter, license));
    }

    private Page<UsageTotal> usage(UsageFilter filter, UnaryOperator<Instant> startOf) {
        var query = questions.query(filter, adminTransactions.now(), startOf);
        if (filter.cursor() == null) {
            // Later pages continue from the first, and need not wait for the ledger.
            parts.usage().flush();
        }
        return learned(
                UsageQuestions.page(filter.cursor(), filter.max(), () -> ledger().usage(query)), UsageTotal::meter);
    }

    /** Loads the meters of a page: another node may have counted in meters that this one has not read about. */
    private <T> Page<T> learned(Page<T> page, Function<T, String> meter) {
        meters.learn(page.items().stream().map(meter).distinct().toList());
        return page;
    }

    @Override
    public CorrectionView correct(String licenseId, CorrectionRequest request, AdminContext by) {
        LicenseRecord license = finder.stored(licenseId);
        parts.usage().flush();
        return underThisCatalog(licenseId, () -> {
            // Ended periods are closed without the correction, which is then a difference in the present period.
            invoices.closeEnded(license, adminTransactions.now(), Instant.MAX);
            if (corrections.reachCustomer(license, request)) {
                customerInvoices.closeEnded(license.customer());
            }
            return AdminViews.correction(corrections.correct(licenseId, request, by), meters);
        });
    }

    @Override
    public Page<CorrectionView> corrections(String licenseId, @Nullable String cursor, int max) {
        return learned(corrections.list(licenseId, cursor, max), UsageCorrection::meter)
                .map(correction -> AdminViews.correction(correction, meters));
    }

    @Override
    public List<CreditGrantView> credits(String licenseId) {
        return credits.list(licenseId).stream()
                .map(grant -> AdminViews.grant(grant, meters))
                .toList();
    }

    @Override
    public CreditGrantView grant(String licenseId, GrantRequest request, AdminContext by) {
        return underThisCatalog(licenseId, () -> credits.grant(licenseId, request, by));
    }

    @Override
    public CreditGrantView voidGrant(String grantId, AdminContext by) {
        return credits.takeBack(grantId, by);
    }

    @Override
    public Invoice invoice(String licenseId, @Nullable Instant within) {
        LicenseRecord license = finder.stored(licenseId);
        Instant at = within == null ? adminTransactions.now() : within;
        NewLicenses.checkInstant("period", at);
        if (at.isBefore(license.dates().createdAt())) {
            throw new InvalidFieldException(
                    "period",
                    "expected an instant from " + license.dates().createdAt() + ", when the license was made");
        }
        return underThisCatalog(licenseId, () -> invoices.at(license, at));
    }

    @Override
    public CustomerInvoice customerInvoice(String customer, @Nullable Instant within) {
        Instant at = within == null ? adminTransactions.now() : within;
        NewLicenses.checkInstant("period", at);
        return customerInvoices.at(customer, at);
    }

    @Override
    public List<LimitOutlook> customerLimits(String customer) {
        return budgets.limits(customer);
    }

    /** Runs work on a license; throws a conflict if the catalog does not define its plan or prices. */
    private static <T> T underThisCatalog(String license, Supplier<T> work) {
        return UndefinedTerms.asConflict(
                "license '" + license + "' uses a plan or override that the current catalog does not define", work);
    }

    @Override
    public List<LimitOutlook> outlook(String licenseId) {
        LicenseRecord license = finder.stored(licenseId);
        Instant now = adminTransactions.now();
        License shown = LicenseEvaluator.shown(license, EffectiveLicense.at(license, now));
        List<LimitStatus> statuses = underThisCatalog(licenseId, () -> readings.apply(license));
        Instant began = LicenseEvaluator.began(license, shown);
        return budgets.priced(license, new QuotaForecast(now.toEpochMilli(), meters).of(shown, began, statuses));
    }

    @Override
    public List<UsageForecast> forecasts(String licenseId) {
        LicenseRecord license = finder.stored(licenseId);
        parts.usage().flush();
        return underThisCatalog(licenseId, () -> forecasts.of(license));
    }

    @Override
    public ReconciliationReport reconcile() {
        return exports.completed(parts.usage().reconciliation().run(adminTransactions.now()));
    }

    @Override
    public Page<DeadExportView> deadExports(@Nullable String cursor, int max) {
        return learned(
                        UsageQuestions.page(
                                cursor, max, () -> ledger().exports().deadLetters(cursor, max)),
                        ExportEvent::meter)
                .map(event -> AdminViews.deadExport(event, meters));
    }

    @Override
    public int replayExports(List<String> ids, AdminContext by) {
        if (ids.size() > MOST_IDS) {
            throw new InvalidFieldException("ids", "expected at most 1,000, or none for all");
        }
        int replayed = ledger().exports().replay(ids, adminTransactions.now());
        adminTransactions.carryOut(pendingChange -> pendingChange.act(new AuditAction(
                by.actor(),
                "exports.replayed",
                null,
                null,
                by.reason(),
                Map.of(
                        "asked",
                        ids.isEmpty() ? "all" : Integer.toString(ids.size()),
                        "found",
                        Integer.toString(replayed)))));
        return replayed;
    }
}
