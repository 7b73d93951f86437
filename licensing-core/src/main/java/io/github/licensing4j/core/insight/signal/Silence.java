package io.github.licensing4j.core.insight.signal;

import java.util.Optional;

/**
 * Finds that regular usage has stopped. Usage is regular if most of its days are weekdays with calls in nearly each of four weeks, for
 * example all, those from Monday to Friday, or one.
 */
final class Silence {
    private static final int WEEK = 7;
    private static final int WINDOW = 4 * WEEK;
    private static final int LEAST_DAYS = 3;
    private static final int LEAST_WEEKDAYS = 2;
    private static final int MUCH_LONGER = 2;

    private Silence() {}

    /**
     * The days of a license.
     *
     * @param used days with calls
     * @param quiet days on which the whole service had few callers, which count for no license
     * @param changed how many days ago the license was last changed
     */
    record Use(UsedDays used, UsedDays quiet, long changed) {
        private boolean counts(int day) {
            return !quiet.on(day) || used.on(day);
        }
    }

    /**
     * A silence.
     *
     * @param days complete days without calls
     * @param longest from one day with calls to the next, in the four weeks before
     */
    record Found(int days, int longest) {}

    /** Returns the silence of a license, empty if it has none, or it lasts for more than four weeks already. */
    static Optional<Found> find(Use use) {
        int last = use.used.last();
        if (last < 1 || last > WINDOW || !isRegular(use, last)) {
            return Optional.empty();
        }
        int silent = 0;
        for (int day = 1; day < last && day < use.changed; day++) {
            silent += use.counts(day) ? 1 : 0;
        }
        int longest = longest(use, last);
        return silent >= Math.max(LEAST_DAYS, MUCH_LONGER * longest)
                ? Optional.of(new Found(silent, longest))
                : Optional.empty();
    }

    private static boolean isRegular(Use use, int last) {
        int used = 0;
        int regular = 0;
        for (int weekday = 0; weekday < WEEK; weekday++) {
            int counted = 0;
            int ofWeekday = 0;
            for (int day = last + weekday; day < last + WINDOW; day += WEEK) {
                counted += use.counts(day) ? 1 : 0;
                ofWeekday += use.used.on(day) ? 1 : 0;
            }
            used += ofWeekday;
            regular += ofWeekday >= Math.max(LEAST_WEEKDAYS, counted - 1) ? ofWeekday : 0;
        }
        return 4 * regular >= 3 * used;
    }

    private static int longest(Use use, int last) {
        int longest = 1;
        int gap = 1;
        for (int day = last + 1; day < last + WINDOW; day++) {
            if (use.used.on(day)) {
                longest = Math.max(longest, gap);
                gap = 1;
            } else if (use.counts(day)) {
                gap++;
            }
        }
        return longest;
    }
}
