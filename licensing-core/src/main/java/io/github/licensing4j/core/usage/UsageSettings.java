package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.JournalSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The settings of usage recording.
 *
 * @param journal the settings of the journal, null for memory only: usage that is not in the ledger is lost with the
 *     process
 * @param flushInterval the interval between shipments to the ledger, above zero
 * @param acceptUntil the latest accepted time of calls in the journal that are ahead of the clock, null for a day at
 *     most
 */
public record UsageSettings(
        @Nullable JournalSettings journal,
        Duration flushInterval,
        @Nullable Instant acceptUntil) {
    /** Half a second, so that usage is visible within one second. */
    public static final Duration FLUSH = Duration.ofMillis(500);

    public UsageSettings {
        if (flushInterval.isNegative() || flushInterval.isZero()) {
            throw new IllegalArgumentException("the flush interval is above zero, got " + flushInterval);
        }
    }

    /** Records usage in memory only. */
    public static UsageSettings inMemory() {
        return new UsageSettings(null, FLUSH, null);
    }

    /** Records usage in a journal. */
    public static UsageSettings journaled(JournalSettings journal) {
        return new UsageSettings(journal, FLUSH, null);
    }
}
