package io.github.licensing4j.core.insight.forecast;

import java.util.Arrays;

/** Sums and shares over daily units. */
final class Days {
    private Days() {}

    /** Returns the mean of the last days, or of all where there are fewer. */
    static double meanOfLast(double[] days, int most) {
        int from = Math.max(0, days.length - most);
        return sum(days, from, days.length) / (days.length - from);
    }

    static double sum(double[] days, int from, int end) {
        double sum = 0;
        for (int day = from; day < end; day++) {
            sum += days[day];
        }
        return sum;
    }

    /** Returns the mean daily units of the last four weeks, or of all days if these have none. Above 0 for cleaned days. */
    static double level(double[] days) {
        double level = meanOfLast(days, 4 * DailyMethod.WEEK);
        return level > 0 ? level : meanOfLast(days, days.length);
    }

    /** Returns the share of days without units, from 0 to 1. */
    static double shareOfZeros(double[] days) {
        return (double) Arrays.stream(days).filter(units -> units == 0).count() / days.length;
    }

    /**
     * Returns the days from the first one with units, none of them negative. A negative day corrects usage of days before: its
     * units are deducted from the latest days before it, so that totals are kept. What exceeds all days before is dropped.
     */
    static double[] cleaned(long[] days) {
        double[] units = Arrays.stream(days).asDoubleStream().toArray();
        double correction = 0;
        for (int day = units.length - 1; day >= 0; day--) {
            double net = units[day] + correction;
            units[day] = Math.max(0, net);
            correction = Math.min(0, net);
        }
        int first = 0;
        while (first < units.length && units[first] == 0) {
            first++;
        }
        return Arrays.copyOfRange(units, first, units.length);
    }
}
