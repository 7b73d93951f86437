package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.spi.LeaseState;
import io.github.licensing4j.spi.QuotaLeases;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Stores leases again that a store may have lost. */
record LeaseRestore(QuotaLeases store) {

    private record Held(SliceHolder holder, LeaseState state) {}

    /**
     * Stores the leases of slices again, by their last operations: two slices can be of one counter, of which the earlier one is not used
     * any more.
     *
     * @return the units of slices that had to be dropped
     */
    long restore(Collection<SliceHolder> holders) {
        long dropped = 0;
        for (Held held : held(holders)) {
            if (!store.restore(held.state)) {
                dropped += held.holder.drop();
                LeaseState used = Objects.requireNonNull(held.holder.state(), "a slice that was leased stays known");
                store.restoreUsed(used);
            }
        }
        return dropped;
    }

    private static List<Held> held(Collection<SliceHolder> holders) {
        return holders.stream()
                .flatMap(holder -> {
                    LeaseState state = holder.state();
                    return state == null ? Stream.<Held>empty() : Stream.of(new Held(holder, state));
                })
                .sorted(Comparator.comparingLong(held -> held.state.operation()))
                .toList();
    }
}
