package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Plan.Sale;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Currencies;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies the rules of the live catalog to requests of administrators. */
final class PlanRules {
    private final Supplier<Catalog> live;

    PlanRules(Supplier<Catalog> live) {
        this.live = live;
    }

    Catalog current() {
        return live.get();
    }

    /** Returns the terms of the plan in force, even while a payment is overdue. */
    Terms bought(LicenseRecord license, Instant now) {
        return live.get()
                .terms(
                        EffectiveLicense.at(license, now).plan(),
                        Overrides.parse(license.pinned().overrides()),
                        license.customer());
    }

    /** Returns a plan that may be sold. */
    PlanOffer onSale(PlanId plan) {
        PlanOffer sold = live.get()
                .sold(plan)
                .orElseThrow(() -> new InvalidFieldException(
                        "plan",
                        "the catalog has no plan '" + plan + "', expected one of "
                                + text(live.get().onSale())));
        if (sold.plan().sale() == Sale.RETIRED) {
            throw new InvalidFieldException(
                    "plan",
                    "plan '" + plan + "' is retired, expected one of "
                            + text(live.get().onSale()));
        }
        return sold;
    }

    boolean isTrialOnly(PlanId plan) {
        return live.get().isTrialOnly(plan);
    }

    /** Refuses to sell a plan that is unknown, retired or for trials only. */
    void refuseUnlessBought(PlanId plan) {
        PlanOffer unused = onSale(plan);
        if (isTrialOnly(plan)) {
            throw new InvalidFieldException(
                    "plan",
                    "plan '" + plan + "' is for trials only and cannot be bought, expected one of "
                            + text(live.get().offers()));
        }
    }

    /**
     * Returns the plan after a trial if the purchase names none: the tried one or, where that is for trials only, the
     * one that follows it.
     */
    PlanId boughtAfterTrial(LicenseRecord license) {
        Trial trial = license.pinned().trial();
        if (trial == null || !isTrialOnly(license.pinned().plan())) {
            return license.pinned().plan();
        }
        refuseUnlessBought(trial.then());
        return trial.then();
    }

    private static String text(List<PlanId> plans) {
        return String.join(", ", plans.stream().map(PlanId::toString).toList());
    }

    /** Refuses overrides that do not fit the plan. */
    void checkOverrides(PlanId plan, @Nullable String overrides, String customer) {
        try {
            Overrides contract = Overrides.parse(overrides);
            contract.checkPrice();
            Terms terms = live.get().terms(plan, contract, customer);
            PlanOffer sold = live.get().sold(plan).orElseThrow();
            refuseTwoCurrencies(terms, contract.price() != null ? contract.price() : sold.price());
        } catch (UnknownNameException | CatalogException e) {
            throw new InvalidFieldException("overrides", String.valueOf(e.getMessage()));
        }
    }

    /** Refuses a second currency: an invoice has only one. */
    private static void refuseTwoCurrencies(Terms terms, @Nullable Price price) {
        Set<String> currencies = Currencies.of(terms.limits(), price);
        if (currencies.size() > 1) {
            throw new InvalidFieldException(
                    "overrides",
                    "plan " + terms.plan().id() + " would have prices in " + String.join(" and ", currencies)
                            + ", expected one currency");
        }
    }

    /** Returns the grace period of the plan in force, null if it has none. */
    PlanOffer.@Nullable Grace grace(LicenseRecord license, Instant now) {
        return live.get()
                .sold(EffectiveLicense.at(license, now).plan())
                .map(PlanOffer::grace)
                .orElse(null);
    }

    /** Returns the price of a license: by its own contract, else by its plan; null if neither has one. */
    @Nullable
    Price price(LicenseRecord license, Instant now) {
        Price own = Overrides.parse(license.pinned().overrides()).price();
        return own != null
                ? own
                : live.get()
                        .sold(EffectiveLicense.at(license, now).plan())
                        .map(PlanOffer::price)
                        .orElse(null);
    }

    /** Returns the end of the present billing period, null if there are none. */
    @Nullable
    Instant periodEnd(LicenseRecord license, Instant now) {
        Price price = price(license, now);
        return price == null
                ? null
                : Instant.ofEpochMilli(Periods.at(
                                price.per(),
                                EffectiveLicense.at(license, now).anchor(),
                                license.periods().zone(),
                                now.toEpochMilli())
                        .endMillis());
    }

    /**
     * Returns the end of the trial, or of the present billing period.
     *
     * @throws InvalidFieldException if there is neither
     */
    Instant end(LicenseRecord license, Instant now) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        Trial trial = license.pinned().trial();
        Instant end = trial != null && effectiveLicense.state() == LicenseState.TRIALING
                ? trial.endsAt()
                : periodEnd(license, now);
        if (end == null) {
            throw new InvalidFieldException(
                    "when", "plan " + effectiveLicense.plan() + " has no billing period (price.per), expected now");
        }
        return end;
    }
}
