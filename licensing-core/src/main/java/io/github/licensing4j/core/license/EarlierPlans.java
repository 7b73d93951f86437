package io.github.licensing4j.core.license;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense.EndedPlan;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.EarlierTerms.EarlierPrice;
import io.github.licensing4j.spi.EarlierTerms.QuotaAmount;
import io.github.licensing4j.spi.LicenseRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Determines the terms that a license had before each change of its plan. */
public final class EarlierPlans {
    private EarlierPlans() {}

    /**
     * Returns the stored earlier terms, followed by those of plans that ended by time alone since.
     *
     * @throws UnknownNameException if a plan that a period is prorated by is not in the catalog
     * @throws CatalogException if the contract does not fit such a plan
     */
    public static List<EarlierTerms> of(LicenseRecord license, EffectiveLicense effectiveLicense, Catalog catalog) {
        if (effectiveLicense.ended().isEmpty()) {
            return license.pinned().earlier();
        }
        List<EarlierTerms> all = new ArrayList<>(license.pinned().earlier());
        effectiveLicense.ended().forEach(ended -> all.add(of(license, ended, catalog)));
        return List.copyOf(all);
    }

    /**
     * Returns the terms of a plan that has ended, with the contract overrides of the record. A plan that the catalog no
     * longer has counts as one without quotas and price, unless the period is prorated by it.
     *
     * @throws UnknownNameException if the period is prorated by it, and it is not in the catalog
     * @throws CatalogException if the period is prorated by it, and the contract does not fit it
     */
    public static EarlierTerms of(LicenseRecord license, EndedPlan ended, Catalog catalog) {
        try {
            Overrides overrides = Overrides.parse(license.pinned().overrides());
            Terms terms = catalog.terms(ended.plan(), overrides, license.customer());
            return new EarlierTerms(
                    ended.plan(), ended.until(), ended.usage(), price(ended, overrides, catalog), quotas(terms));
        } catch (UnknownNameException | CatalogException e) {
            if (ended.usage() == UsageTreatment.PRORATE) {
                throw e;
            }
            return new EarlierTerms(ended.plan(), ended.until(), ended.usage(), null, List.of());
        }
    }

    private static List<QuotaAmount> quotas(Terms terms) {
        return Limit.select(terms.limits(), QuotaLimit.class).stream()
                .map(quota -> new QuotaAmount(CounterId.ofQuota(quota, terms.counterName(quota)), quota.amount()))
                .toList();
    }

    private static @Nullable EarlierPrice price(EndedPlan ended, Overrides overrides, Catalog catalog) {
        Price own = overrides.price();
        Price price = own != null
                ? own
                : catalog.sold(ended.plan()).map(PlanOffer::price).orElse(null);
        return price == null ? null : new EarlierPrice(price.amount(), price.per());
    }
}
