package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.PlanTerms;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.LicenseRecord.Usage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What held for a license at any instant, as far as its record keeps it: a trial, and the one change of plan that is due or
 * that divided a period. Changes before that have left no trace.
 */
final class History {
    private final LicenseRecord license;
    private final Catalog catalog;
    private final Overrides overrides;

    History(LicenseRecord license, Catalog catalog) {
        this.license = license;
        this.catalog = catalog;
        this.overrides = Overrides.parse(license.overrides());
    }

    /** What the record says at an instant; before a change of plan, of the plan before. */
    Contract at(Instant instant) {
        PlanChange change = license.change();
        if (change != null && instant.isBefore(change.at())) {
            return Contract.at(license.edit(instant).plan(change.from()).done(), instant);
        }
        return Contract.at(license, instant);
    }

    /** The first instant at which it held. */
    Instant start() {
        return license.startsAt() != null ? license.startsAt() : license.createdAt();
    }

    boolean isTrial(Instant instant) {
        Trial trial = license.trial();
        return trial != null && instant.isBefore(trial.endsAt());
    }

    /** The price of the plan in force, null if the catalog does not say. What the contract changes goes before the plan. */
    @Nullable
    Price price(Instant instant) {
        PlanId plan = at(instant).plan();
        if (overrides.price() != null && !isBeforeProration(instant)) {
            return overrides.price();
        }
        return catalog.sold(plan).map(PlanTerms::price).orElse(null);
    }

    /** What a contract changes belongs to the plan after: the plan before is weighed as the catalog has it. */
    private boolean isBeforeProration(Instant instant) {
        PlanChange change = license.change();
        return change != null && change.usage() == Usage.PRORATE && instant.isBefore(change.at());
    }

    /** The terms in force. */
    Terms terms(Instant instant) {
        return catalog.terms(at(instant).terms(), overrides, license.customer());
    }

    /** The limits of a quota period, judged at its last instant: there the mix of two plans is known. */
    List<Limit> limits(Instant last) {
        Contract contract = at(last);
        Terms after = catalog.terms(contract.terms(), overrides, license.customer());
        PlanChange change = contract.prorated();
        if (change == null) {
            return after.limits();
        }
        Terms before = catalog.terms(change.from(), overrides.featuresOnly(), license.customer());
        return Proration.of(
                        LicenseDesk.shown(license, contract),
                        before.limits(),
                        after.limits(),
                        change.at(),
                        last.toEpochMilli())
                .limits();
    }

    /** Instants at which every period ends and another begins, whatever its length. */
    List<Instant> freshStarts() {
        Trial trial = license.trial();
        PlanChange change = license.change();
        return Stream.of(
                        license.anchor(),
                        trial == null ? null : trial.endsAt(),
                        change != null && change.usage() == Usage.FRESH ? change.at() : null)
                .filter(instant -> instant != null && instant.isAfter(start()))
                .sorted()
                .distinct()
                .toList();
    }

    LicenseRecord license() {
        return license;
    }
}
