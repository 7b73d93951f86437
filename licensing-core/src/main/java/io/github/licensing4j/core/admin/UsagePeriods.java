package io.github.licensing4j.core.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.core.usage.invoice.Invoicing;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the period of a usage query that names none: the billing period of the license, or the month in UTC for queries
 * about several licenses, as for quotas of a customer.
 */
final class UsagePeriods {
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final PlanRules catalog;
    private final UsageParts parts;

    UsagePeriods(String issuer, UsageChangeParts changeParts, UsageParts parts) {
        this.issuer = issuer;
        this.adminTransactions = changeParts.adminTransactions();
        this.catalog = changeParts.catalog();
        this.parts = parts;
    }

    /**
     * Returns the start of the period that contains an instant.
     *
     * @param shown the license of the caller, null where that is not known
     */
    UnaryOperator<Instant> of(UsageFilter filter, @Nullable License shown) {
        return at -> {
            LicenseRecord license = stored(filter);
            if (license != null && !at.isBefore(license.dates().createdAt())) {
                return start(license, at);
            }
            return shown == null ? month(Instant.EPOCH, ZoneOffset.UTC, at) : month(shown.anchor(), shown.zone(), at);
        };
    }

    private Instant start(LicenseRecord license, Instant at) {
        CatalogTimeline live = parts.catalogs().timeline(catalog.current(), adminTransactions.now());
        try {
            return Invoicing.periodStart(
                    license, adminTransactions.store().licenses().past(license.id()), live, at);
        } catch (ConflictException e) {
            // The license of that time was not stored; usage does not depend on it.
            return month(
                    EffectiveLicense.at(license, at).anchor(), license.periods().zone(), at);
        }
    }

    private @Nullable LicenseRecord stored(UsageFilter filter) {
        String id = filter.selection().license();
        if (id == null || id.isBlank()) {
            return null;
        }
        LicenseId license = new LicenseId(filter.issuer() == null ? issuer : filter.issuer(), id);
        return adminTransactions.store().licenses().find(license).orElse(null);
    }

    private static Instant month(Instant anchor, ZoneId zone, Instant at) {
        return Instant.ofEpochMilli(
                Periods.at(MONTH, anchor, zone, at.toEpochMilli()).startMillis());
    }
}
