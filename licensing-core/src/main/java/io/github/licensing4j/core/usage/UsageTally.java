package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.limit.Units;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the units that calls of one license were charged in this process, by meter, for comparison with the journal.
 * Counts calls that have ended. Safe for use by many threads.
 */
final class UsageTally {
    private static final long[] NONE = {};

    /** Most often the list of the descriptor, which all licenses on the same terms share. */
    private List<String> meters = List.of();
    /** The sum of the first meter, which is most often the only one: one object for each license. */
    private long units;

    private long calls;
    /** Units and calls of each further meter, in turn. */
    private long[] further = NONE;

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
            add(indexOf(descriptor.meters(), i), used[i]);
        }
    }

    private void add(int meter, long used) {
        if (meter == 0) {
            units = Units.sum(units, used);
            calls++;
        } else {
            int at = 2 * (meter - 1);
            further[at] = Units.sum(further[at], used);
            further[at + 1]++;
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another list of the same meters is compared name by name.
    private int indexOf(List<String> charged, int index) {
        if (meters.isEmpty()) {
            meters = charged;
            further = charged.size() == 1 ? NONE : new long[2 * (charged.size() - 1)];
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
        further = Arrays.copyOf(further, 2 * (meters.size() - 1));
        return meters.size() - 1;
    }

    /** Returns whether the journal may contain calls that are not in these sums yet. */
    synchronized boolean isOpen() {
        return open > 0;
    }

    synchronized Sum[] sums() {
        Sum[] all = new Sum[meters.size()];
        for (int i = 0; i < all.length; i++) {
            int at = 2 * (i - 1);
            all[i] = i == 0
                    ? new Sum(meters.get(0), units, calls)
                    : new Sum(meters.get(i), further[at], further[at + 1]);
        }
        return all;
    }
}
