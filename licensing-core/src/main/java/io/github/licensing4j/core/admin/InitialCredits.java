package io.github.licensing4j.core.admin;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.credits.Credits;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditStore;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants the initial credits of a plan: in the change that creates the license, or that moves it to the plan. Where it
 * moves by time, at the end of a trial or at a scheduled change of plan, they are granted when the sweeper stores that
 * transition, within a second or so. A license gets them once for each credits limit, whatever plans it moves to.
 */
final class InitialCredits {
    private static final Logger log = LoggerFactory.getLogger(InitialCredits.class);

    private final CreditStore credits;
    private final PlanRules catalog;
    private final Ids ids;

    InitialCredits(CreditStore credits, PlanRules catalog, Ids ids) {
        this.credits = credits;
        this.catalog = catalog;
        this.ids = ids;
    }

    /** Grants them with a new license; before it starts, they cannot be consumed, and do not begin to expire. */
    void ofNew(PendingChange pendingChange, LicenseRecord license, String actor) {
        Instant start = license.dates().startsAt();
        grant(
                pendingChange,
                license,
                actor,
                start == null || start.isBefore(pendingChange.now()) ? pendingChange.now() : start);
    }

    /** Grants them with a change that finds a license on another plan than it was last stored on. */
    void ofChange(PendingChange pendingChange, LicenseRecord before, LicenseRecord after, String actor) {
        PlanId was = EffectiveLicense.at(before, before.dates().changedAt()).plan();
        if (!was.equals(EffectiveLicense.at(after, pendingChange.now()).plan())) {
            grant(pendingChange, after, actor, pendingChange.now());
        }
    }

    private void grant(PendingChange pendingChange, LicenseRecord license, String actor, Instant from) {
        Terms terms = terms(license, pendingChange.now());
        if (terms == null) {
            return;
        }
        List<CreditGrant> due = Credits.initialGrants(
                LicenseEvaluator.shown(license, EffectiveLicense.at(license, pendingChange.now())),
                terms.limits(),
                terms::counterName,
                credits.grantedLimits(license.id()),
                from,
                () -> ids.next("crd_", pendingChange.now().toEpochMilli()));
        for (CreditGrant grant : due) {
            pendingChange.change().grant(madeNow(grant, pendingChange.now()));
            pendingChange.act(act(grant, actor));
        }
    }

    private @Nullable Terms terms(LicenseRecord license, Instant now) {
        try {
            return catalog.bought(license, now);
        } catch (UnknownNameException | CatalogException e) {
            // Transitions by time must not stop at a license that the catalog cannot serve.
            log.error("License {} gets no initial credits", license.id().value(), e);
            return null;
        }
    }

    private static CreditGrant madeNow(CreditGrant grant, Instant now) {
        return new CreditGrant(
                grant.id(),
                grant.license(),
                1,
                grant.limit(),
                grant.amount(),
                grant.priority(),
                new CreditGrant.Times(
                        now, grant.times().effectiveAt(), grant.times().expiresAt(), null),
                grant.meter());
    }

    private static AuditAction act(CreditGrant grant, String actor) {
        return new AuditAction(
                actor,
                "credits.granted",
                grant.license().value(),
                grant.id(),
                null,
                Map.of("limit", grant.limit(), "smallestUnits", Long.toString(grant.amount()), "initial", "true"));
    }
}
