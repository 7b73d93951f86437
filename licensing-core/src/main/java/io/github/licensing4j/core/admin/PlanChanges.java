package io.github.licensing4j.core.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.license.EarlierPlans;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.EffectiveLicense.EndedPlan;
import io.github.licensing4j.core.license.Transitions;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes plans, and records the earlier terms of a license for as long as a period may depend on them: at most
 * {@value #MOST} changes of plan within twice the longest period of the catalog.
 */
final class PlanChanges {
    static final int MOST = 100;
    private static final Duration SHORTEST = Duration.ofDays(62);

    private final PlanRules catalog;

    PlanChanges(PlanRules catalog) {
        this.catalog = catalog;
    }

    /** Returns the record after the purchase of a plan that ends the trial. */
    LicenseRecord activated(LicenseRecord license, PlanId bought, Instant now) {
        return Transitions.activate(ended(license, UsageTreatment.FRESH, now), bought, now);
    }

    /** Returns the record on another plan, or with a change of plan that is due later. */
    LicenseRecord moved(LicenseRecord license, PlanChangeRequest move, Instant now) {
        Transitions.refuseUnlessChangeable(license, move.plan(), now);
        return move.when() == When.NOW
                ? movedNow(license, move, now)
                : Transitions.changePlanLater(caughtUp(license, now), move, catalog.periodEnd(license, now), now);
    }

    private LicenseRecord movedNow(LicenseRecord license, PlanChangeRequest move, Instant now) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        // A purchase ends the trial's period, whatever the requested usage.
        UsageTreatment usage = effectiveLicense.state() == LicenseState.TRIALING ? UsageTreatment.FRESH : move.usage();
        boolean isSame = effectiveLicense.plan().equals(move.plan()) && usage != UsageTreatment.FRESH;
        LicenseRecord known = isSame ? caughtUp(license, now) : ended(license, usage, now);
        return Transitions.changePlan(known, move.plan(), move.usage(), now);
    }

    /** Returns a record under the same revision, with the terms of plans that ended by time alone. */
    LicenseRecord caughtUp(LicenseRecord license, Instant now) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        return effectiveLicense.ended().isEmpty() ? license : with(license, earlier(license, effectiveLicense), now);
    }

    /**
     * Returns a record under the same revision, with the terms of the plan in force, which ends now.
     *
     * @throws ConflictException if the plan was changed too often, or its earlier terms are not known
     */
    private LicenseRecord ended(LicenseRecord license, UsageTreatment usage, Instant now) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        List<EarlierTerms> earlier = new ArrayList<>(earlier(license, effectiveLicense));
        earlier.add(terms(license, new EndedPlan(effectiveLicense.plan(), now, usage)));
        return with(license, earlier, now);
    }

    private List<EarlierTerms> earlier(LicenseRecord license, EffectiveLicense effectiveLicense) {
        List<EarlierTerms> earlier = new ArrayList<>(license.pinned().earlier());
        effectiveLicense.ended().forEach(plan -> earlier.add(terms(license, plan)));
        return earlier;
    }

    private EarlierTerms terms(LicenseRecord license, EndedPlan ended) {
        try {
            return EarlierPlans.of(license, ended, catalog.current());
        } catch (UnknownNameException | CatalogException e) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "license '" + license.id().value()
                            + "' cannot be prorated, as the catalog does not define the terms of" + " plan "
                            + ended.plan() + "; expected usage carry or fresh: " + e.getMessage());
        }
    }

    private LicenseRecord with(LicenseRecord license, List<EarlierTerms> earlier, Instant now) {
        Instant oldest = now.minus(kept(earlier));
        List<EarlierTerms> kept =
                earlier.stream().filter(terms -> terms.until().isAfter(oldest)).toList();
        if (kept.size() > MOST) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "license '" + license.id().value() + "' has changed its plan " + MOST + " times since " + oldest
                            + ", and periods can depend on no more; expected a change later on");
        }
        return license.edit(now).earlier(kept).unstored();
    }

    /**
     * Returns twice the longest period of the catalog or of the contract: the rest of the period before is carried as
     * well.
     */
    private Duration kept(List<EarlierTerms> earlier) {
        Duration longest = Stream.concat(
                        ofCatalog(catalog.current()), earlier.stream().flatMap(PlanChanges::ofTerms))
                .map(PlanChanges::atMost)
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
        return longest.multipliedBy(2).compareTo(SHORTEST) > 0 ? longest.multipliedBy(2) : SHORTEST;
    }

    private static Stream<ContractPeriod> ofCatalog(Catalog catalog) {
        return catalog.summary().plans().stream()
                .flatMap(plan -> Stream.concat(
                        Limit.select(plan.limits(), QuotaLimit.class).stream().map(QuotaLimit::per),
                        catalog.sold(plan.id()).map(PlanOffer::price).stream().map(price -> price.per())));
    }

    private static Stream<ContractPeriod> ofTerms(EarlierTerms terms) {
        return Stream.concat(
                terms.quotas().stream()
                        .map(quota -> ContractPeriod.parse(quota.counter().per())),
                Stream.ofNullable(terms.price()).map(price -> price.per()));
    }

    private static Duration atMost(ContractPeriod per) {
        return per.isCalendar()
                ? Duration.ofDays(31 * per.date().toTotalMonths() + per.date().get(ChronoUnit.DAYS) + 1)
                : per.time();
    }
}
