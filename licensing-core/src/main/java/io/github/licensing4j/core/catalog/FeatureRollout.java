package io.github.licensing4j.core.catalog;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of the customers whose plan includes a feature that has it.
 *
 * @param percent how many of 100 customers have it
 * @param customers customers that have it whatever the percentage
 * @param off whether no customer has it
 * @param from the first instant at which a customer has it, null if there is none
 * @param until the first instant at which no customer has it any more, null if there is none
 */
record FeatureRollout(
        int percent,
        Set<String> customers,
        boolean off,
        @Nullable Instant from,
        @Nullable Instant until) {
    /** Of a feature that is not rolled out: every customer has it. */
    static final FeatureRollout EVERYBODY = new FeatureRollout(Rollout.EVERYBODY, Set.of(), false, null, null);

    FeatureRollout {
        customers = Set.copyOf(customers);
    }

    boolean includes(String feature, String customer, Instant at) {
        return !off
                && (from == null || !at.isBefore(from))
                && (until == null || at.isBefore(until))
                && (customers.contains(customer) || Rollout.includes(feature, percent, customer));
    }

    /** Returns the first instant after another one at which other customers may have it, {@link Instant#MAX} if never. */
    Instant changesAfter(Instant at) {
        return Stream.of(from == null ? Instant.MAX : from, until == null ? Instant.MAX : until)
                .filter(change -> change.isAfter(at))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Returns the text of a report: {@code 25 %}, with what else limits it. */
    @Override
    public String toString() {
        return (off ? "off" : percent + " %")
                + (customers.isEmpty() ? "" : " and " + String.join(", ", new TreeSet<>(customers)))
                + (from == null ? "" : " from " + from)
                + (until == null ? "" : " until " + until);
    }
}
