package io.github.licensing4j.core.webhook;

import java.util.Set;
import java.util.TreeSet;

/** Lists every topic of webhooks. */
final class WebhookTopics {
    private static final Set<String> ALL = Set.of(
            "license.created",
            "license.updated",
            "license.activated",
            "license.started",
            "license.trial-ended",
            "license.renewed",
            "license.past-due",
            "license.grace-ended",
            "license.paid",
            "license.suspended",
            "license.reinstated",
            "license.cancelled",
            "license.cancellation-scheduled",
            "license.expired",
            "license.revoked",
            "license.plan-changed",
            "license.plan-change-scheduled",
            "signal.raised",
            "signal.risen",
            "signal.ended",
            "usage.threshold",
            "usage.period-closed");

    private WebhookTopics() {}

    /** Returns whether a setting names a topic, the start of one as {@code license.*}, or all as {@code *}. */
    static boolean isKnown(String setting) {
        if (setting.equals("*") || ALL.contains(setting)) {
            return true;
        }
        return setting.endsWith(".*")
                && ALL.stream().anyMatch(topic -> topic.startsWith(setting.substring(0, setting.length() - 1)));
    }

    /** Returns every topic, in alphabetical order. */
    public static Set<String> all() {
        return new TreeSet<>(ALL);
    }
}
