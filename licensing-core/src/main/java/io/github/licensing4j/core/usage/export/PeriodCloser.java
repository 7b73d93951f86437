package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells once of each quota period of an issuer's licenses and customers that has ended. How far it has told stands in the
 * ledger, as the position of a source that counts nothing, and moves on in the same transaction that stores the messages; so
 * of several nodes one tells, and after the death of a process the next one goes on.
 *
 * <p>What it looks at, it looks at page by page. A second source counts the pages, so that the mark moves on only after the
 * last; a page that is told twice by that has the same ids.
 */
public final class PeriodCloser {
    private static final String MARKS = "period-close ";
    private static final int PAGE = 500;

    private final UsageLedger ledger;
    private final String issuer;
    private final UsageMessages messages;
    private final Duration grace;
    private final InstantSource clock;
    private final UsageSource mark;
    private final UsageSource pages;

    /**
     * Tells of the periods of all licenses and customers of an issuer.
     *
     * @param grace how long after its end a period is told of, for usage that is still under way
     */
    public PeriodCloser(
            UsageLedger ledger, String issuer, UsageMessages messages, Duration grace, InstantSource clock) {
        this.ledger = ledger;
        this.issuer = issuer;
        this.messages = messages;
        this.grace = grace;
        this.clock = clock;
        this.mark = new UsageSource(MARKS + issuer, 1);
        this.pages = new UsageSource(MARKS + issuer, 2);
    }

    /**
     * Tells of everything that ended since it was asked last. The first time ever it only notes from when on it is to tell.
     *
     * @return whether it came to the end; false if another node is at it
     */
    public boolean close() {
        long since = ledger.position(mark);
        long until = clock.instant().minus(grace).getEpochSecond();
        if (until <= since) {
            return true;
        }
        return (since == 0 || announce(Instant.ofEpochSecond(since), Instant.ofEpochSecond(until)))
                && store(mark, since, until, List.of());
    }

    private boolean announce(Instant since, Instant until) {
        long told = ledger.position(pages);
        String cursor = null;
        do {
            Page<CounterIncrement> ended = ledger.ended(issuer, since, until, cursor, PAGE);
            List<StoredMessage> found = messages.closed(ended.items());
            if (!found.isEmpty() && !store(pages, told, ++told, found)) {
                return false;
            }
            cursor = ended.next();
        } while (cursor != null);
        return true;
    }

    private boolean store(UsageSource source, long after, long upTo, List<StoredMessage> told) {
        return ledger.commit(new UsageBatch(source, after, upTo, List.of(), List.of()), moves -> told);
    }
}
