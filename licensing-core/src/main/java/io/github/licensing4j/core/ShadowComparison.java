package io.github.licensing4j.core;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.ShadowCatalog.Candidate;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.condition.ConditionException;
import io.github.licensing4j.core.condition.ConditionInput;
import io.github.licensing4j.core.license.Entitlements;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitDecision;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.ObservedMeterTally;
import io.github.licensing4j.core.usage.shadow.ShadowTally;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides calls under a shadow catalog beside the live one. As long as the calls of a customer are decided and charged
 * alike, its live counters are those of the shadow catalog too, and nothing is counted here; from its first difference on,
 * its calls are counted in memory of their own. Nothing here affects a call. Safe for use by many threads.
 */
final class ShadowComparison {
    private static final Logger log = LoggerFactory.getLogger(ShadowComparison.class);

    /** The number of customers that are counted by themselves. */
    static final int MOST_CUSTOMERS = 100_000;

    private final Candidate candidate;
    private final Catalog draft;
    private final Unannotated unannotated;
    private final Limits limits;
    private final ShadowTally tally = new ShadowTally();
    private final ShadowTerms.Maker terms;
    private final ChargePlans charges = new ChargePlans();
    private final Set<Customer> counted = ConcurrentHashMap.newKeySet();
    private final Set<LicenseId> loaded = ConcurrentHashMap.newKeySet();
    private volatile boolean hasFailed;

    private record Customer(String issuer, String name) {}

    /**
     * A call that both catalogs are applied to.
     *
     * @param requirement the requirement of the live catalog
     */
    record Called(LicensedCaller caller, CalledEndpoint endpoint, Requirement requirement, long nowMillis) {}

    /**
     * The decision under the shadow catalog.
     *
     * @param refusal the code of the refusal, null if it grants the call
     * @param hold what the call holds of the shadow's counters, null if it holds nothing
     */
    record Drafted(@Nullable RefusalCode refusal, @Nullable LimitHold hold) {
        static final Drafted GRANTED = new Drafted(null, null);
        /** A decision that cannot be made. */
        static final Drafted UNKNOWN = new Drafted(RefusalCode.ENFORCEMENT_UNAVAILABLE, null);

        static Drafted refused(RefusalCode code) {
            return new Drafted(code, null);
        }
    }

    ShadowComparison(Candidate candidate, Unannotated unannotated, Limits limits) {
        this.candidate = candidate;
        this.draft = candidate.catalog();
        this.unannotated = unannotated;
        this.limits = limits;
        this.terms = new ShadowTerms.Maker(this, draft, limits, tally);
    }

    Candidate candidate() {
        return candidate;
    }

    ShadowTally tally() {
        return tally;
    }

    /** Returns the comparison of a call that is about to be decided; null if it cannot be compared. */
    @Nullable
    ComparedCall begin(Called called) {
        try {
            LicensedCaller caller = called.caller;
            Optional<Requirement> requirement = draft.requirement(called.endpoint, unannotated);
            if (requirement.isEmpty()) {
                keepCounts(called, terms(caller, called.nowMillis));
                return new ComparedCall(this, called, Drafted.GRANTED);
            }
            ShadowTerms own = terms(caller, called.nowMillis);
            Terms active = own.active();
            RefusalCode refusal = active == null ? own.denied() : entitlement(called, draft, active, requirement.get());
            if (refusal != null) {
                if (entitlement(called, caller.catalog(), caller.terms(), called.requirement) == null) {
                    // From now on, the live catalog counts more than this one.
                    keepCounts(called, own);
                }
                return new ComparedCall(this, called, Drafted.refused(refusal));
            }
            // Null: the live decision on limits is that of the shadow catalog.
            return new ComparedCall(
                    this,
                    called,
                    follows(called, own, requirement.get()) ? null : reserve(called, own, requirement.get()));
        } catch (RuntimeException e) {
            failed(e);
            return null;
        }
    }

    /** Decides the limits of a call that the live catalog has refused for another reason. */
    Drafted reserve(Called called) {
        Requirement requirement =
                draft.requirement(called.endpoint, unannotated).orElse(called.requirement);
        return reserve(called, terms(called.caller, called.nowMillis), requirement);
    }

    private ShadowTerms terms(LicensedCaller caller, long nowMillis) {
        ShadowTerms known = caller.credential().shadow();
        if (known == null || !known.isOf(this, caller.evaluation(), nowMillis)) {
            known = terms.of(caller, nowMillis);
            caller.credential().keep(known);
        }
        return known;
    }

    /** Loads the present counts of a license once, before the live catalog counts a call that this one refuses. */
    private void keepCounts(Called called, ShadowTerms own) {
        if (!count(called.caller) || own.active() == null || loaded.size() >= MOST_CUSTOMERS) {
            return;
        }
        if (loaded.add(called.caller.inForce().id())) {
            LimitRequest nothing = new LimitRequest(
                    called.caller.limitSubject(),
                    own.limits().without(own.unstored()),
                    charges.ofAll(draft.meters()),
                    called.nowMillis);
            if (limits.reserve(own.account(), nothing) instanceof LimitHold hold) {
                ComparedCall.end(hold);
            }
        }
    }

    private static Customer customer(LicensedCaller caller) {
        return new Customer(caller.inForce().id().issuer(), caller.inForce().customer());
    }

    /** Counts calls of a customer by themselves from now on; false if there is no room for one more. */
    private boolean count(LicensedCaller caller) {
        Customer customer = customer(caller);
        return counted.contains(customer)
                || (counted.size() < MOST_CUSTOMERS && counted.add(customer))
                || counted.contains(customer);
    }

    /** Returns whether a call is counted and charged as under the live catalog, and every earlier one of its customer was. */
    private boolean follows(Called called, ShadowTerms own, Requirement requirement) {
        return own.isAlike()
                && requirement.charges().equals(called.requirement.charges())
                && draft.meters().equals(called.caller.catalog().meters())
                && !counted.contains(customer(called.caller));
    }

    /** Returns the refusal by features, scopes, roles and the condition of the endpoint, null if there is none. */
    private static @Nullable RefusalCode entitlement(
            Called called, Catalog catalog, Terms active, Requirement requirement) {
        if (!Entitlements.covers(active.features(), requirement)) {
            return RefusalCode.FEATURE_NOT_LICENSED;
        }
        if (!Entitlements.missingScopes(called.caller.scopes(), requirement).isEmpty()) {
            return RefusalCode.SCOPE_MISSING;
        }
        if (!Entitlements.missingRoles(called.caller.roles(), requirement).isEmpty()) {
            return RefusalCode.ROLE_MISSING;
        }
        return isConditionMet(called, catalog, active) ? null : RefusalCode.CONDITION_NOT_MET;
    }

    private static boolean isConditionMet(Called called, Catalog catalog, Terms active) {
        if (!catalog.isConditional()) {
            return true;
        }
        try {
            return conditions(called, catalog).holdAt(called.caller.shownToConditions(active), called.nowMillis);
        } catch (ConditionException e) {
            return false;
        }
    }

    private static CallConditions conditions(Called called, Catalog catalog) {
        return new CallConditions(catalog.condition(called.endpoint), called.endpoint);
    }

    private Drafted reserve(Called called, ShadowTerms own, Requirement requirement) {
        Terms active = own.active();
        if (active == null || !count(called.caller)) {
            return Drafted.UNKNOWN;
        }
        LimitRequest request = new LimitRequest(
                called.caller.limitSubject(), own.limits(), charges.of(requirement, draft.meters()), called.nowMillis);
        try {
            return reserved(own, draft.isConditional() ? counting(called, active, request) : request);
        } catch (ConditionException e) {
            return Drafted.refused(RefusalCode.CONDITION_NOT_MET);
        }
    }

    private LimitRequest counting(Called called, Terms active, LimitRequest request) {
        ConditionInput.Caller shown = called.caller.shownToConditions(active);
        return request.under(
                conditions(called, draft).counting(request.limits(), active.conditions(), shown, called.nowMillis));
    }

    private Drafted reserved(ShadowTerms own, LimitRequest request) {
        LimitDecision decision = limits.reserve(own.account(), request);
        if (decision instanceof LimitHold hold) {
            return new Drafted(null, hold);
        }
        return decision instanceof Exceeded exceeded ? Drafted.refused(exceeded.code()) : Drafted.UNKNOWN;
    }

    /** Returns what adds up the charges of the live catalog. */
    ObservedMeterTally liveCharges(Called called) {
        LicensedCaller caller = called.caller;
        return limits.observe(new LimitRequest(
                caller.limitSubject(),
                caller.limits(),
                charges.of(called.requirement, caller.catalog().meters()),
                called.nowMillis));
    }

    /** Logs the first failure: the comparison must not fill the log. */
    void failed(RuntimeException e) {
        tally.notCompared();
        if (!hasFailed) {
            hasFailed = true;
            log.warn("A call could not be compared with the shadow catalog; later failures are counted only", e);
        }
    }
}
