package io.github.licensing4j.core.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Currencies;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses changes that would bring two currencies into one billing period: its invoice has one. */
final class PeriodCurrency {
    /** The billing period of a plan without a price. */
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");

    private final PlanRules catalog;

    PeriodCurrency(PlanRules catalog) {
        this.catalog = catalog;
    }

    /** @throws ConflictException if the plan is billed in another currency, and the billing period continues */
    void refuseMove(LicenseRecord license, PlanChangeRequest move, Instant now) {
        if (move.when() != When.NOW || move.usage() == UsageTreatment.FRESH || isUnbilled(license, now)) {
            return;
        }
        Set<String> before = ofPeriod(license, now);
        Set<String> after = of(move.plan(), Overrides.parse(license.pinned().overrides()), license.customer());
        if (isOther(before, after)) {
            throw ConflictException.on(
                    "plan",
                    "plan '" + move.plan() + "' is billed in " + text(after) + ", and the billing period of license '"
                            + license.id().value() + "' until " + end(license, now) + " in " + text(before)
                            + "; expected usage fresh, when next-period, or a plan in " + text(before));
        }
    }

    /**
     * Checks overrides that apply from now on.
     *
     * @param overrides null for none
     * @throws ConflictException if they are in another currency than what is billed for the part of the period up to
     *     now
     */
    void refuseOverrides(LicenseRecord license, @Nullable String overrides, Instant now) {
        if (isUnbilled(license, now) || !isBilledInParts(license, now)) {
            return;
        }
        PlanId plan = EffectiveLicense.at(license, now).plan();
        Set<String> before = ofPeriod(license, now);
        Set<String> after = of(plan, Overrides.parse(overrides), license.customer());
        if (isOther(before, after)) {
            throw ConflictException.on(
                    "overrides",
                    "plan '" + plan + "' would be billed in " + text(after) + ", and parts of the billing period until "
                            + end(license, now) + " are in " + text(before) + "; expected prices in " + text(before));
        }
    }

    /** A trial costs nothing, and the plan after it begins a new period. */
    private static boolean isUnbilled(LicenseRecord license, Instant now) {
        return EffectiveLicense.at(license, now).state() == LicenseState.TRIALING
                || (license.dates().startsAt() != null
                        && now.isBefore(license.dates().startsAt()));
    }

    private static boolean isOther(Set<String> before, Set<String> after) {
        return !before.isEmpty() && !after.isEmpty() && !before.equals(after);
    }

    /** Returns whether earlier terms of the period are on the invoice. */
    private boolean isBilledInParts(LicenseRecord license, Instant now) {
        Instant from = start(license, now);
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        Terms terms =
                terms(effectiveLicense.plan(), Overrides.parse(license.pinned().overrides()), license.customer());
        boolean hasEnded = terms != null
                && Limit.select(terms.limits(), QuotaLimit.class).stream()
                        .filter(quota -> quota.overage() != null)
                        .anyMatch(quota -> from.toEpochMilli()
                                < Periods.of(
                                                quota,
                                                LicenseEvaluator.shown(license, effectiveLicense),
                                                now.toEpochMilli())
                                        .startMillis());
        return hasEnded
                || hasPricedSeats(terms)
                || license.pinned().earlier().stream()
                        .anyMatch(one -> one.until().isAfter(from));
    }

    /** Each day is billed by the terms of that day. */
    private static boolean hasPricedSeats(@Nullable Terms terms) {
        return terms != null
                && Limit.select(terms.limits(), SeatsLimit.class).stream().anyMatch(seats -> seats.unitPrice() != null);
    }

    /** Returns the currencies of the plan in force, and of those earlier in the period. */
    private Set<String> ofPeriod(LicenseRecord license, Instant now) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        Instant from = start(license, now);
        Set<String> currencies = new TreeSet<>(
                of(effectiveLicense.plan(), Overrides.parse(license.pinned().overrides()), license.customer()));
        license.pinned().earlier().stream()
                .filter(terms -> terms.until().isAfter(from))
                .map(EarlierTerms::price)
                .filter(Objects::nonNull)
                .forEach(price -> currencies.add(price.amount().currency().getCurrencyCode()));
        return currencies;
    }

    /** Returns the currencies of a plan, empty where the catalog no longer defines it. */
    private Set<String> of(PlanId plan, Overrides overrides, String customer) {
        Terms terms = terms(plan, overrides, customer);
        return terms == null ? Set.of() : Currencies.of(terms.limits(), price(plan, overrides));
    }

    private @Nullable Terms terms(PlanId plan, Overrides overrides, String customer) {
        try {
            return catalog.current().terms(plan, overrides, customer);
        } catch (UnknownNameException | CatalogException e) {
            return null;
        }
    }

    private @Nullable Price price(PlanId plan, Overrides overrides) {
        Catalog live = catalog.current();
        return overrides.price() != null
                ? overrides.price()
                : live.sold(plan).map(PlanOffer::price).orElse(null);
    }

    private Instant start(LicenseRecord license, Instant now) {
        return Instant.ofEpochMilli(Periods.at(
                        per(license, now),
                        EffectiveLicense.at(license, now).anchor(),
                        license.periods().zone(),
                        now.toEpochMilli())
                .startMillis());
    }

    private Instant end(LicenseRecord license, Instant now) {
        return Instant.ofEpochMilli(Periods.at(
                        per(license, now),
                        EffectiveLicense.at(license, now).anchor(),
                        license.periods().zone(),
                        now.toEpochMilli())
                .endMillis());
    }

    private ContractPeriod per(LicenseRecord license, Instant now) {
        Price price = catalog.price(license, now);
        return price == null ? MONTH : price.per();
    }

    private static String text(Set<String> currencies) {
        return String.join(" and ", currencies);
    }
}
