package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells once of each quota period that has ended. How far it has told stands in the ledger, as the position of a source that
 * counts nothing, and moves on in the same transaction that stores the messages; so of several nodes one tells, and after the
 * death of a process the next one goes on.
 *
 * <p>What it looks at, it looks at page by page. A second source counts the pages, so that the mark moves on only after the
 * last; a page that is told twice by that has the same ids.
 */
public final class PeriodCloser {
    private static final UsageSource MARK = new UsageSource("period-close", 1);
    private static final UsageSource PAGES = new UsageSource("period-close", 2);
    private static final int PAGE = 100;

    private final UsageLedger ledger;
    private final Licenses licenses;
    private final UsageMessages messages;
    private final Duration grace;
    private final InstantSource clock;

    /** Every license there is, in a steady order. */
    @FunctionalInterface
    public interface Licenses {
        /**
         * A page of them.
         *
         * @param cursor where the page before ended, null for the first
         */
        Page<LicenseId> page(@Nullable String cursor, int max);
    }

    /**
     * Tells of the periods of all licenses.
     *
     * @param grace how long after its end a period is told of, for usage that is still under way
     */
    public PeriodCloser(
            UsageLedger ledger, Licenses licenses, UsageMessages messages, Duration grace, InstantSource clock) {
        this.ledger = ledger;
        this.licenses = licenses;
        this.messages = messages;
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * Tells of everything that ended since it was asked last. The first time ever it only notes from when on it is to tell.
     *
     * @return whether it came to the end; false if another node is at it
     */
    public boolean close() {
        long since = ledger.position(MARK);
        long until = clock.instant().minus(grace).getEpochSecond();
        if (until <= since) {
            return true;
        }
        return (since == 0 || tell(Instant.ofEpochSecond(since), Instant.ofEpochSecond(until)))
                && store(MARK, since, until, List.of());
    }

    private boolean tell(Instant since, Instant until) {
        long page = ledger.position(PAGES);
        String cursor = null;
        do {
            Page<LicenseId> ids = licenses.page(cursor, PAGE);
            List<StoredMessage> told = new ArrayList<>();
            for (LicenseId id : ids.items()) {
                told.addAll(messages.closed(ledger.counters(id, since), since, until));
            }
            if (!told.isEmpty() && !store(PAGES, page, ++page, told)) {
                return false;
            }
            cursor = ids.next();
        } while (cursor != null);
        return true;
    }

    private boolean store(UsageSource source, long after, long upTo, List<StoredMessage> told) {
        return ledger.commit(new UsageBatch(source, after, upTo, List.of(), List.of()), moves -> told);
    }
}
