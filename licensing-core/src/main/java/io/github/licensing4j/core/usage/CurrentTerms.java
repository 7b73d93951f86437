package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.license.CustomerLicenses;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.usage.export.UsageMessages;
import io.github.licensing4j.core.usage.invoice.EndedQuota;
import io.github.licensing4j.core.usage.invoice.EndedQuotas;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Looks up the terms of stored licenses under the live catalog, for notifications of usage. Safe for use by many threads.
 *
 * @param cache finds licenses
 * @param customers finds the licenses of a customer
 * @param ended finds quota periods that have ended
 * @param catalogs the live catalog
 * @param time the instant at which licenses are evaluated
 */
public record CurrentTerms(
        LicenseCache cache, CustomerLicenses customers, EndedQuotas ended, LiveCatalog catalogs, InstantSource time)
        implements UsageMessages.TermsInForce {

    /** Returns the terms of a license; empty if it has no record, because its terms are only in its token. */
    @Override
    public Optional<Active> of(LicenseId license) {
        return cache.find(license).flatMap(this::inForce);
    }

    @Override
    public List<Active> ofCustomer(String issuer, String customer) {
        return customers.of(issuer, customer).stream()
                .flatMap(license -> inForce(license).stream())
                .toList();
    }

    @Override
    public Optional<EndedQuota> ended(CounterIncrement counter) {
        return ended.of(counter);
    }

    private Optional<Active> inForce(LicenseRecord license) {
        try {
            return Optional.of(
                    LicenseEvaluator.terms(license, EffectiveLicense.at(license, time.instant()), catalogs.current()));
        } catch (UnknownNameException | CatalogException e) {
            // A plan that the catalog no longer has needs no warnings; callers of such a license are refused.
            return Optional.empty();
        }
    }
}
