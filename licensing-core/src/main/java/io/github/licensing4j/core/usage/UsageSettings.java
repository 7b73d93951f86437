package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.JournalSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How usage is kept.
 *
 * @param journal where and how calls are journaled, null for memory alone: what is not in the ledger is lost with the process
 * @param flushInterval how often the journal is brought to the ledger; above zero
 * @param acceptUntil a time up to which calls in the journal may lie ahead of the clock, null for a day at most
 */
public record UsageSettings(
        @Nullable JournalSettings journal,
        Duration flushInterval,
        @Nullable Instant acceptUntil) {
    /** Half a second, so that numbers are live within one. */
    public static final Duration FLUSH = Duration.ofMillis(500);

    public UsageSettings {
        if (flushInterval.isNegative() || flushInterval.isZero()) {
            throw new IllegalArgumentException("the flush interval is above zero, got " + flushInterval);
        }
    }

    /** Nothing is journaled. */
    public static UsageSettings inMemory() {
        return new UsageSettings(null, FLUSH, null);
    }

    /** Calls are journaled. */
    public static UsageSettings journaled(JournalSettings journal) {
        return new UsageSettings(journal, FLUSH, null);
    }
}
