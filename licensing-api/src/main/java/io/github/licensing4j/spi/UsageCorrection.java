package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that corrects usage. It is added to the ledger and never changed; a wrong one is corrected by another.
 *
 * @param id its id, {@code cor_…}
 * @param license the license whose usage it corrects
 * @param customer the customer of that license
 * @param plan the plan version it is entered under
 * @param meter the meter
 * @param units the units to add, in the meter's smallest unit; below 0 to subtract
 * @param at the instant whose hour and period it counts in
 * @param entered who entered it, when and why
 * @param counters the counters it counts into
 */
public record UsageCorrection(
        String id,
        LicenseId license,
        String customer,
        PlanId plan,
        String meter,
        long units,
        Instant at,
        Entered entered,
        List<CounterIncrement> counters) {
    public UsageCorrection {
        counters = List.copyOf(counters);
    }

    /**
     * The entry of a correction.
     *
     * @param createdAt when it was entered
     * @param actor the actor who entered it
     * @param reason the reason, null if none was stated
     */
    public record Entered(
            Instant createdAt, String actor, @Nullable String reason) {}

    /**
     * Returns the id of the API key it counts for, empty for calls without a key; null if no quota of a key counts it.
     */
    public @Nullable String key() {
        return subject(Scope.KEY);
    }

    /** Returns the user it counts for, empty for unknown users; null if no quota of a user counts it. */
    public @Nullable String user() {
        return subject(Scope.USER);
    }

    /** Returns the ids of the credit grants that it counts in. */
    public List<String> grants() {
        return counters.stream()
                .filter(counter -> counter.counter().kind() == Limit.Kind.CREDITS)
                .map(counter -> counter.counter().per())
                .toList();
    }

    private @Nullable String subject(Scope scope) {
        return counters.stream()
                .filter(counter -> counter.counter().scope() == scope)
                .map(counter -> counter.counter().subject())
                .findFirst()
                .orElse(null);
    }

    /** Returns the usage that it adds to its hour, without a call, feature or endpoint. */
    public UsageRow row() {
        long hour = UsageRow.hourOf(at.toEpochMilli());
        return new UsageRow(license, customer, plan, meter, UsageRow.Origin.NONE, UsageKind.CHARGED, hour, units, 0);
    }
}
