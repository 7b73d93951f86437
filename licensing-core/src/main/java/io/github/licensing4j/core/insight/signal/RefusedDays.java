package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalSeverity;
import java.util.Map;

/** The refused calls of today and the 13 UTC days before. */
final class RefusedDays {
    static final int DAYS = 14;

    private static final int MANY_DAYS = 7;

    private final long[] calls = new long[DAYS];

    /** @param daysBefore 0 for today, at most 13 */
    void add(int daysBefore, long refused) {
        calls[daysBefore] += refused;
    }

    /** Returns on how many of the last days calls were refused. */
    int days(int last) {
        int days = 0;
        for (int day = 0; day < last; day++) {
            days += calls[day] > 0 ? 1 : 0;
        }
        return days;
    }

    /** Returns how many calls were refused on the last days. */
    long calls(int last) {
        long sum = 0;
        for (int day = 0; day < last; day++) {
            sum += calls[day];
        }
        return sum;
    }

    /** Returns whether calls were refused often, and on several days. */
    boolean isRepeated(SignalSettings settings) {
        return days(DAYS) >= settings.refusedDays() && calls(DAYS) >= settings.refusedCalls();
    }

    /** Returns how much attention repeated refusals deserve: more on at least half of the days. */
    SignalSeverity severity() {
        return days(DAYS) >= MANY_DAYS ? SignalSeverity.HIGH : SignalSeverity.MEDIUM;
    }

    Map<String, Long> figures() {
        return Map.of("refused", calls(DAYS), "days", (long) days(DAYS));
    }
}
