package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Currencies;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Page;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses licenses that would bring a second currency into the budgets of a customer: its invoice has one. */
final class CustomerCurrency {
    private static final int PAGE = 1_000;
    private static final Set<LicenseState> ENDED =
            Set.of(LicenseState.REVOKED, LicenseState.CANCELLED, LicenseState.EXPIRED);

    private final String issuer;
    private final Registrar registrar;
    private final CatalogDesk catalog;

    CustomerCurrency(String issuer, Registrar registrar, CatalogDesk catalog) {
        this.issuer = issuer;
        this.registrar = registrar;
        this.catalog = catalog;
    }

    /**
     * Checks a license as it is to be stored.
     *
     * @param before as it is stored now, null for a new one
     * @throws ConflictException if it prices shared budgets in another currency than another license of the customer
     */
    void check(@Nullable LicenseRecord before, LicenseRecord after, Instant now) {
        Set<String> own = of(after, now);
        if (own.isEmpty() || (before != null && own.equals(of(before, now)))) {
            return;
        }
        String cursor = null;
        do {
            Page<LicenseRecord> page =
                    registrar.store().list(new LicenseQuery(issuer, after.customer(), null, cursor, PAGE, now));
            for (LicenseRecord other : page.items()) {
                Set<String> theirs = other.id().equals(after.id()) ? Set.of() : of(other, now);
                if (!theirs.isEmpty() && !theirs.equals(own)) {
                    throw ConflictException.on(
                            "plan",
                            "overage of budgets that the licenses of customer '" + after.customer()
                                    + "' share would be priced in " + text(own) + ", and license '"
                                    + other.id().value() + "' prices it in " + text(theirs) + "; expected a plan in "
                                    + text(theirs));
                }
            }
            cursor = page.next();
        } while (cursor != null);
    }

    /** The currencies of the shared budgets of the plans that a license is on or comes to; empty if it ended before this month. */
    private Set<String> of(LicenseRecord license, Instant now) {
        Contract contract = Contract.at(license, now);
        Set<String> currencies = new TreeSet<>();
        if (ENDED.contains(Contract.at(license, CustomerInvoicing.monthOf(now)).state())) {
            return currencies;
        }
        add(contract.plan(), license, currencies);
        if (license.trial() != null && now.isBefore(license.trial().endsAt())) {
            add(license.trial().then(), license, currencies);
        }
        if (license.change() != null && license.change().at().isAfter(now)) {
            add(license.change().to(), license, currencies);
        }
        return currencies;
    }

    private void add(PlanId plan, LicenseRecord license, Set<String> currencies) {
        try {
            List<Limit> shared =
                    catalog
                            .current()
                            .terms(plan, Overrides.parse(license.overrides()), license.customer())
                            .limits()
                            .stream()
                            .filter(limit -> limit instanceof QuotaLimit quota && quota.of() == Holder.CUSTOMER)
                            .toList();
            currencies.addAll(Currencies.of(shared, null));
        } catch (UnknownNameException | CatalogException e) {
            // A plan that the catalog no longer defines has no price that could be in conflict.
            return;
        }
    }

    private static String text(Set<String> currencies) {
        return String.join(" and ", currencies);
    }
}
