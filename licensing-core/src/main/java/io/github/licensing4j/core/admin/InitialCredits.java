package io.github.licensing4j.core.admin;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.audit.AuditChain.Act;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.limit.Credits;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants what a plan's credits start with: in the change that makes the license, or that brings it to the plan. Where time
 * brings it there, by the end of a trial or a change of plan that was scheduled, it is granted with what the sweeper stores of
 * that, within a second or so. A license gets it once for each credits limit, whatever plans it comes to.
 */
final class InitialCredits {
    private static final Logger log = LoggerFactory.getLogger(InitialCredits.class);

    private final LicenseStore store;
    private final CatalogDesk catalog;
    private final Ids ids;

    InitialCredits(LicenseStore store, CatalogDesk catalog, Ids ids) {
        this.store = store;
        this.catalog = catalog;
        this.ids = ids;
    }

    /** With a new license; before it starts, they cannot be burnt, and do not begin to lapse. */
    void ofNew(Draft draft, LicenseRecord license, String actor) {
        Instant start = license.startsAt();
        grant(draft, license, actor, start == null || start.isBefore(draft.now()) ? draft.now() : start);
    }

    /** With a change that finds a license on another plan than it was last stored on. */
    void ofChange(Draft draft, LicenseRecord before, LicenseRecord after, String actor) {
        PlanId was = Contract.at(before, before.changedAt()).plan();
        if (!was.equals(Contract.at(after, draft.now()).plan())) {
            grant(draft, after, actor, draft.now());
        }
    }

    private void grant(Draft draft, LicenseRecord license, String actor, Instant from) {
        Terms terms = terms(license, draft.now());
        if (terms == null) {
            return;
        }
        List<CreditGrant> due = Credits.initialGrants(
                LicenseDesk.shown(license, Contract.at(license, draft.now())),
                terms.limits(),
                terms::counterName,
                store.grantedLimits(license.id()),
                from,
                () -> ids.next("crd_", draft.now().toEpochMilli()));
        for (CreditGrant grant : due) {
            draft.change().grant(madeNow(grant, draft.now()));
            draft.act(act(grant, actor));
        }
    }

    private @Nullable Terms terms(LicenseRecord license, Instant now) {
        try {
            return catalog.bought(license, now);
        } catch (UnknownNameException | CatalogException e) {
            // What time does must not stop at a license that the catalog cannot serve.
            log.error("License {} gets no credits to start with", license.id().value(), e);
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
                now,
                grant.effectiveAt(),
                grant.expiresAt(),
                null,
                grant.meter());
    }

    private static Act act(CreditGrant grant, String actor) {
        return new Act(
                actor,
                "credits.granted",
                grant.license().value(),
                grant.id(),
                null,
                Map.of("limit", grant.limit(), "smallestUnits", Long.toString(grant.amount()), "initial", "true"));
    }
}
