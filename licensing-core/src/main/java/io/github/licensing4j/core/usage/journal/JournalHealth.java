package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes the health of a journal: why it is stopped, and which calls it does not contain. */
final class JournalHealth {
    private static final String COMPONENT = "usage-journal";

    private JournalHealth() {}

    /**
     * Returns up only if nothing has failed and every call was recorded.
     *
     * @param wrong the fault of the journal, or why there is no next segment; null if there is neither
     * @param shed how many calls were not recorded, by reason
     * @param hasRoom whether calls are still granted, for the same faults and the same supply of segments
     */
    static Health.Component of(long epoch, @Nullable String wrong, Map<ShedReason, Long> shed, boolean hasRoom) {
        String lost = shed.isEmpty() ? "" : "; calls not recorded: " + shed;
        if (wrong != null) {
            return new Health.Component(COMPONENT, hasRoom ? Status.DEGRADED : Status.DOWN, wrong + lost);
        }
        return new Health.Component(COMPONENT, shed.isEmpty() ? Status.UP : Status.DEGRADED, "epoch " + epoch + lost);
    }

    /** Returns at least degraded if damage was found in calls of earlier runs at the start, until the next start. */
    static Health.Component with(RecoveryReport recovery, Health.Component own) {
        int damages = recovery.damages().size();
        return damages == 0
                ? own
                : degraded(
                        own,
                        (damages == 1 ? "1 damage" : damages + " damages") + " found at the start, the first: "
                                + recovery.damages().get(0));
    }

    /** Returns at least degraded while a disk operation is stalled. */
    static Health.Component with(@Nullable String stall, Health.Component own) {
        return stall == null ? own : degraded(own, stall);
    }

    private static Health.Component degraded(Health.Component own, String why) {
        Status status = own.status() == Status.UP ? Status.DEGRADED : own.status();
        return new Health.Component(COMPONENT, status, own.detail() + "; " + why);
    }
}
