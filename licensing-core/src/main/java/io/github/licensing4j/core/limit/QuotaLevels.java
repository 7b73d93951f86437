package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import java.util.ArrayList;
import java.util.List;

/** Which warning levels of a quota a use has reached. Levels are of the amount itself, whatever is carried or allowed beyond. */
public final class QuotaLevels {
    private QuotaLevels() {}

    /** The least use that reaches a percentage of an amount; the greatest number where it is beyond. */
    public static long threshold(int percent, long amount) {
        long hundredths = amount / 100;
        return hundredths > (Long.MAX_VALUE - 100_000) / percent
                ? Long.MAX_VALUE
                : percent * hundredths + (percent * (amount % 100) + 99) / 100;
    }

    /**
     * The levels that a counter reached while it moved, in ascending order: those above what it stood at before and up to what
     * it stands at after.
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

    /** The notices that these uses call for: of each quota the highest level reached, and whether it is beyond its amount. */
    static List<String> notices(List<LimitStatus> statuses, LimitStatuses limitStatuses) {
        List<String> notices = List.of();
        int quotas = 0;
        for (int i = 0; i < statuses.size(); i++) {
            LimitStatus status = statuses.get(i);
            if (status.limit() instanceof QuotaLimit quota) {
                long included = quota.amount() + limitStatuses.carried(quotas++);
                if (isNoteworthy(quota, status.used(), included)) {
                    notices = notices.isEmpty() ? new ArrayList<>(2) : notices;
                    addNotices(quota, status.used(), included, notices);
                }
            }
        }
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
