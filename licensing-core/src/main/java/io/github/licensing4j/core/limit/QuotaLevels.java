package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import java.util.ArrayList;
import java.util.List;

/** Which warning levels of a quota a use has reached. */
public final class QuotaLevels {
    private QuotaLevels() {}

    /** The least use that reaches a percentage of an amount. */
    public static long threshold(int percent, long amount) {
        return percent * (amount / 100) + (percent * (amount % 100) + 99) / 100;
    }

    /** The notices that these uses call for: of each quota the highest level reached, and whether it is beyond its amount. */
    static List<String> notices(List<LimitStatus> statuses) {
        List<String> notices = List.of();
        for (int i = 0; i < statuses.size(); i++) {
            LimitStatus status = statuses.get(i);
            if (status.limit() instanceof QuotaLimit quota && isNoteworthy(quota, status.used())) {
                notices = notices.isEmpty() ? new ArrayList<>(2) : notices;
                addNotices(quota, status.used(), notices);
            }
        }
        return notices;
    }

    private static boolean isNoteworthy(QuotaLimit quota, long used) {
        return used > quota.amount()
                || (!quota.warnAt().isEmpty()
                        && used >= threshold(quota.warnAt().get(0), quota.amount()));
    }

    private static void addNotices(QuotaLimit quota, long used, List<String> notices) {
        for (int i = quota.warnAt().size() - 1; i >= 0; i--) {
            int percent = quota.warnAt().get(i);
            if (used >= threshold(percent, quota.amount())) {
                notices.add("quota-" + percent);
                break;
            }
        }
        if (used > quota.amount()) {
            notices.add("over-soft-limit");
        }
    }
}
