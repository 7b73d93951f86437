package io.github.licensing4j.core.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.PlanTerms;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.Contract.EndedPlan;
import io.github.licensing4j.core.license.EarlierPlans;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Records the terms that a license leaves behind, for as long as a period may depend on them. Kept are at most {@value #MOST}
 * changes of plan within twice the longest period of the catalog.
 */
final class PlanHistory {
    static final int MOST = 100;
    private static final Duration SHORTEST = Duration.ofDays(62);

    private final CatalogDesk catalog;

    PlanHistory(CatalogDesk catalog) {
        this.catalog = catalog;
    }

    /** A record under the same revision, with the terms of plans that time alone has ended. */
    LicenseRecord caughtUp(LicenseRecord license, Instant now) {
        Contract contract = Contract.at(license, now);
        return contract.ended().isEmpty() ? license : with(license, earlier(license, contract), now);
    }

    /**
     * A record under the same revision, with the terms of the plan in force, which ends now.
     *
     * @throws ConflictException if the plan was changed too often, or what it included is not known
     */
    LicenseRecord ended(LicenseRecord license, Usage usage, Instant now) {
        Contract contract = Contract.at(license, now);
        List<EarlierTerms> earlier = new ArrayList<>(earlier(license, contract));
        earlier.add(terms(license, new EndedPlan(contract.plan(), now, usage)));
        return with(license, earlier, now);
    }

    private List<EarlierTerms> earlier(LicenseRecord license, Contract contract) {
        List<EarlierTerms> earlier = new ArrayList<>(license.earlier());
        contract.ended().forEach(plan -> earlier.add(terms(license, plan)));
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
        Instant oldest = now.minus(kept(catalog.current()));
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

    /** Twice the longest period: what is left of the period before is carried as well. */
    private static Duration kept(Catalog catalog) {
        return catalog.summary().plans().stream()
                .flatMap(plan -> Stream.concat(
                        plan.limits().stream().flatMap(PlanHistory::per),
                        catalog.sold(plan.id()).map(PlanTerms::price).stream().map(price -> price.per())))
                .map(PlanHistory::atMost)
                .max(Duration::compareTo)
                .map(longest -> longest.multipliedBy(2))
                .filter(longest -> longest.compareTo(SHORTEST) > 0)
                .orElse(SHORTEST);
    }

    private static Stream<ContractPeriod> per(Limit limit) {
        return limit instanceof QuotaLimit quota ? Stream.of(quota.per()) : Stream.empty();
    }

    private static Duration atMost(ContractPeriod per) {
        return per.isCalendar()
                ? Duration.ofDays(31 * per.date().toTotalMonths() + per.date().get(ChronoUnit.DAYS) + 1)
                : per.time();
    }
}
