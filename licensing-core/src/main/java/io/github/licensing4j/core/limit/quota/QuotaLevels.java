package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.QuotaLimit;
import java.util.ArrayList;
import java.util.List;

/** Determines the warning levels of a quota that a use has reached. Levels are of the amount itself, without what is carried or allowed beyond. */
public final class QuotaLevels {
    private QuotaLevels() {}

    /** Returns the least use that reaches a percentage of an amount; the greatest number where it is beyond. */
    public static long threshold(int percent, long amount) {
        long hundredths = amount / 100;
        return hundredths > (Long.MAX_VALUE - 100_000) / percent
                ? Long.MAX_VALUE
                : percent * hundredths + (percent * (amount % 100) + 99) / 100;
    }

    /**
     * Returns the levels that a counter reached by a change, in ascending order: those above its units before and up to its units
     * after.
     */
    public static List<Integer> crossed(QuotaLimit limit, long before, long after) {
        List<Integer> crossed = new ArrayList<>(2);
        for (int percent : limit.warnAt()) {
            long threshold = threshold(percent, limit.amount());
            if (before < threshold && threshold <= after) {
                crossed.add(percent);
            }
        }
        return crossed;
    }

    /**
     * Returns the notices that a use requires: the highest level reached, and whether it is beyond the amount.
     *
     * @param carried units carried into the period
     */
    static List<String> notices(QuotaLimit quota, long used, long carried) {
        long included = quota.amount() + carried;
        if (!isNoteworthy(quota, used, included)) {
            return List.of();
        }
        List<String> notices = new ArrayList<>(2);
        addNotices(quota, used, included, notices);
        return notices;
    }

    private static boolean isNoteworthy(QuotaLimit quota, long used, long included) {
        return used > included
                || (!quota.warnAt().isEmpty()
                        && used >= threshold(quota.warnAt().get(0), quota.amount()));
    }

    private static void addNotices(QuotaLimit quota, long used, long included, List<String> notices) {
        for (int i = quota.warnAt().size() - 1; i >= 0; i--) {
            int percent = quota.warnAt().get(i);
            if (used >= threshold(percent, quota.amount())) {
                notices.add("quota-" + percent);
                break;
            }
        }
        if (used > included) {
            notices.add("over-soft-limit");
        }
    }
}
