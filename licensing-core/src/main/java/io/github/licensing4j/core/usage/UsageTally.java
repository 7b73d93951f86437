package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.CallDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the units that calls of one license were charged in this process, by meter, for comparison with the journal.
 * Counts calls that have ended. Safe for use by many threads.
 */
final class UsageTally {
    /** Most often the list of the descriptor, which all licenses on the same terms share. */
    private List<String> meters = List.of();
    /** Units and calls of each meter, in turn: one object for each license. */
    private long[] sums = {};

    private int open;

    /**
     * The sum of one meter.
     *
     * @param units in the meter's smallest unit
     * @param calls calls that charged the meter, including those with 0 units
     */
    record Sum(String meter, long units, long calls) {}

    /** Marks the start of journaling a call. */
    synchronized void begin() {
        open++;
    }

    /** Marks the end of journaling a call, whether it succeeded or not. */
    synchronized void end(CallDescriptor descriptor, long[] used) {
        open--;
        for (int i = 0; i < used.length; i++) {
            int at = 2 * indexOf(descriptor.meters(), i);
            long sum = sums[at] + used[i];
            sums[at] = sum < 0 ? Long.MAX_VALUE : sum;
            sums[at + 1]++;
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another list of the same meters is compared name by name.
    private int indexOf(List<String> charged, int index) {
        if (meters.isEmpty()) {
            meters = charged;
            sums = new long[2 * charged.size()];
        }
        if (meters == charged) {
            return index;
        }
        int known = meters.indexOf(charged.get(index));
        return known < 0 ? added(charged.get(index)) : known;
    }

    private int added(String meter) {
        List<String> more = new ArrayList<>(meters);
        more.add(meter);
        meters = List.copyOf(more);
        sums = Arrays.copyOf(sums, 2 * meters.size());
        return meters.size() - 1;
    }

    /** Returns whether the journal may contain calls that are not in these sums yet. */
    synchronized boolean isOpen() {
        return open > 0;
    }

    synchronized Sum[] sums() {
        Sum[] all = new Sum[meters.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Sum(meters.get(i), sums[2 * i], sums[2 * i + 1]);
        }
        return all;
    }
}
