package io.github.licensing4j.core.insight.signal;

import java.util.HashMap;
import java.util.Map;

/** The usage of one license on complete UTC days of eight weeks. */
final class LicenseUse {
    /** The days whose units are added up: at least those of a month. */
    static final int UNIT_DAYS = 31;

    private static final double HOURS = 24;

    private UsedDays days = UsedDays.NONE;
    private long calls;
    private final Map<String, Long> units = new HashMap<>(2);

    private int currentDay;
    private long callsOfDay;

    /**
     * Adds the usage of one meter on a day. All meters of a day are added one after the other.
     *
     * @param moreCalls 0 for corrections alone
     */
    void add(int daysBefore, String meter, long moreUnits, long moreCalls) {
        if (moreCalls > 0) {
            days = days.with(daysBefore);
        }
        if (daysBefore != currentDay) {
            currentDay = daysBefore;
            callsOfDay = 0;
        }
        // A call may charge several meters: those of the day are at least the calls of one.
        calls += Math.max(0, moreCalls - callsOfDay);
        callsOfDay = Math.max(callsOfDay, moreCalls);
        if (daysBefore <= UNIT_DAYS) {
            units.merge(meter, moreUnits, Long::sum);
        }
    }

    UsedDays days() {
        return days;
    }

    long calls() {
        return calls;
    }

    /** Returns the units of a meter on the last 31 days. */
    long units(String meter) {
        return Math.max(0, units.getOrDefault(meter, 0L));
    }

    /** Returns the mean units of an hour of those of the last 31 days that have calls. */
    double meanHour(String meter) {
        int used = days.count(UNIT_DAYS + 1);
        return used == 0 ? 0 : units(meter) / (used * HOURS);
    }
}
