package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.CallDescriptor;
import java.util.Arrays;

/**
 * Sums the units that calls of one license were charged in this process, by meter, for comparison with the journal.
 * Counts calls that have ended. Safe for use by many threads.
 */
final class UsageTally {
    private String[] meters = {};
    private long[] units = {};
    private long[] calls = {};
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
    synchronized void end(CallDescriptor shape, long[] used) {
        open--;
        for (int i = 0; i < used.length; i++) {
            int at = indexOf(shape.meters().get(i));
            long sum = units[at] + used[i];
            units[at] = sum < 0 ? Long.MAX_VALUE : sum;
            calls[at]++;
        }
    }

    @SuppressWarnings("ReferenceEquality") // Names of one catalog are most often the same object.
    private int indexOf(String meter) {
        for (int i = 0; i < meters.length; i++) {
            if (meters[i] == meter || meters[i].equals(meter)) {
                return i;
            }
        }
        int added = meters.length;
        meters = Arrays.copyOf(meters, added + 1);
        units = Arrays.copyOf(units, added + 1);
        calls = Arrays.copyOf(calls, added + 1);
        meters[added] = meter;
        return added;
    }

    /** Returns whether the journal may contain calls that are not in these sums yet. */
    synchronized boolean isOpen() {
        return open > 0;
    }

    synchronized Sum[] sums() {
        Sum[] sums = new Sum[meters.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new Sum(meters[i], units[i], calls[i]);
        }
        return sums;
    }
}
