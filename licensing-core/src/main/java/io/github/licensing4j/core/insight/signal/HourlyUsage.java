package io.github.licensing4j.core.insight.signal;

/** The units and calls of a license and meter in consecutive UTC hours, which are numbered from 1970. */
final class HourlyUsage {
    private final long first;
    private final long[] units;
    private final long[] calls;

    /**
     * @param first the first hour
     * @param hours how many
     */
    HourlyUsage(long first, int hours) {
        this.first = first;
        this.units = new long[hours];
        this.calls = new long[hours];
    }

    /** Adds usage to an hour; others are ignored. */
    void add(long hour, long moreUnits, long moreCalls) {
        if (hour >= first && hour < first + units.length) {
            int index = (int) (hour - first);
            units[index] += moreUnits;
            calls[index] += moreCalls;
        }
    }

    /** Returns the units of an hour, which are not negative; 0 outside. */
    long units(long hour) {
        return hour < first || hour >= first + units.length ? 0 : Math.max(0, units[(int) (hour - first)]);
    }

    /** Returns the calls of an hour, 0 outside. */
    long calls(long hour) {
        return hour < first || hour >= first + calls.length ? 0 : calls[(int) (hour - first)];
    }

    /** Returns the most units of one of the hours from one to another. */
    long most(long from, long to) {
        long most = 0;
        for (long hour = from; hour < to; hour++) {
            most = Math.max(most, units(hour));
        }
        return most;
    }

    /** Returns the first hour with calls, the hour after the last one if there is none. */
    long firstUsed() {
        int index = 0;
        while (index < calls.length && calls[index] <= 0) {
            index++;
        }
        return first + index;
    }
}
