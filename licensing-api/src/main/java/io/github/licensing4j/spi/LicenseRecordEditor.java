package io.github.licensing4j.spi;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.LicenseRecord.Blocks;
import io.github.licensing4j.spi.LicenseRecord.CallRules;
import io.github.licensing4j.spi.LicenseRecord.Dates;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.Periods;
import io.github.licensing4j.spi.LicenseRecord.PinnedPlan;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a changed copy of a license record, one revision further. Not safe for use by many threads. */
public final class LicenseRecordEditor {
    private final LicenseRecord before;
    private final Instant now;
    private PlanId plan;
    private Instant anchor;
    private ZoneId zone;
    private @Nullable Instant startsAt;
    private @Nullable Instant expiresAt;
    private @Nullable Trial trial;
    private @Nullable PlanChange change;
    private @Nullable Debt debt;
    private @Nullable Instant suspendedAt;
    private @Nullable Instant cancelledAt;
    private @Nullable Instant revokedAt;
    private @Nullable String overrides;
    private Map<String, String> external;
    private List<EarlierTerms> earlier;
    private CallSignatures signatures;
    private CallerBindings bindings;
    private List<KeyRestraint> restraints;

    LicenseRecordEditor(LicenseRecord before, Instant now) {
        this.before = before;
        // Never earlier than before: transitions announced up to then would be announced again.
        this.now = now.isBefore(before.dates().changedAt()) ? before.dates().changedAt() : now;
        this.plan = before.pinned().plan();
        this.anchor = before.periods().anchor();
        this.zone = before.periods().zone();
        this.startsAt = before.dates().startsAt();
        this.expiresAt = before.dates().expiresAt();
        this.trial = before.pinned().trial();
        this.change = before.pinned().change();
        this.debt = before.debt();
        this.suspendedAt = before.blocks().suspendedAt();
        this.cancelledAt = before.blocks().cancelledAt();
        this.revokedAt = before.blocks().revokedAt();
        this.overrides = before.pinned().overrides();
        this.external = before.external();
        this.earlier = before.pinned().earlier();
        this.signatures = before.signatures();
        this.bindings = before.bindings();
        this.restraints = before.restraints();
    }

    public LicenseRecordEditor plan(PlanId plan) {
        this.plan = plan;
        return this;
    }

    public LicenseRecordEditor anchor(Instant anchor) {
        this.anchor = anchor;
        return this;
    }

    public LicenseRecordEditor zone(ZoneId zone) {
        this.zone = zone;
        return this;
    }

    public LicenseRecordEditor startsAt(@Nullable Instant startsAt) {
        this.startsAt = startsAt;
        return this;
    }

    public LicenseRecordEditor expiresAt(@Nullable Instant expiresAt) {
        this.expiresAt = expiresAt;
        return this;
    }

    public LicenseRecordEditor trial(@Nullable Trial trial) {
        this.trial = trial;
        return this;
    }

    public LicenseRecordEditor change(@Nullable PlanChange change) {
        this.change = change;
        return this;
    }

    public LicenseRecordEditor debt(@Nullable Debt debt) {
        this.debt = debt;
        return this;
    }

    public LicenseRecordEditor suspendedAt(@Nullable Instant suspendedAt) {
        this.suspendedAt = suspendedAt;
        return this;
    }

    public LicenseRecordEditor cancelledAt(@Nullable Instant cancelledAt) {
        this.cancelledAt = cancelledAt;
        return this;
    }

    public LicenseRecordEditor revokedAt(@Nullable Instant revokedAt) {
        this.revokedAt = revokedAt;
        return this;
    }

    /** Sets the deviations from the plan, as a JSON object; null for none. */
    public LicenseRecordEditor overrides(@Nullable String overrides) {
        this.overrides = overrides;
        return this;
    }

    public LicenseRecordEditor external(Map<String, String> external) {
        this.external = external;
        return this;
    }

    /** Sets the terms before each change of plan, oldest first. */
    public LicenseRecordEditor earlier(List<EarlierTerms> earlier) {
        this.earlier = earlier;
        return this;
    }

    /** Sets whether its calls must be signed. */
    public LicenseRecordEditor signatures(CallSignatures signatures) {
        this.signatures = signatures;
        return this;
    }

    /** Sets the callers that it is bound to. */
    public LicenseRecordEditor bindings(CallerBindings bindings) {
        this.bindings = bindings;
        return this;
    }

    /** Sets what holds for some of its API keys because of signals. */
    public LicenseRecordEditor restraints(List<KeyRestraint> restraints) {
        this.restraints = restraints;
        return this;
    }

    /** Returns the changed copy. */
    public LicenseRecord done() {
        return copy(before.revision() + 1);
    }

    /** Returns the changed copy under the same revision, for a record that is not stored yet. */
    public LicenseRecord unstored() {
        return copy(before.revision());
    }

    private LicenseRecord copy(long revision) {
        return new LicenseRecord(
                before.id(),
                revision,
                before.customer(),
                new PinnedPlan(plan, trial, change, overrides, earlier),
                new Dates(before.dates().createdAt(), now, startsAt, expiresAt),
                new Periods(anchor, zone),
                debt,
                new Blocks(suspendedAt, cancelledAt, revokedAt),
                external,
                new CallRules(signatures, bindings, restraints));
    }
}
