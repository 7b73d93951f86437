package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Page;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.EndedCountersQuery;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Announces once each quota period of an issuer's licenses and customers that has ended. The end of the announced time
 * range is stored in the ledger, as the position of a source without usage, and advances in the transaction that stores
 * the messages; so one of several nodes announces, and after the death of a process the next one continues.
 *
 * <p>It reads ended periods page by page. A second source counts the pages, so that the position advances only after the
 * last; the messages of a page that is announced twice have the same ids.
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
     * Creates a closer for all licenses and customers of an issuer.
     *
     * @param grace the delay after the end of a period before it is announced, for usage that still arrives
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
     * Announces every period that ended since the previous call. The first call ever only stores the starting point.
     *
     * @return whether it completed; false if another node is announcing
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
        long announced = ledger.position(pages);
        String cursor = null;
        do {
            Page<CounterIncrement> ended = ledger.ended(new EndedCountersQuery(issuer, since, until, cursor, PAGE));
            List<StoredMessage> found = messages.closed(ended.items());
            if (!found.isEmpty() && !store(pages, announced, ++announced, found)) {
                return false;
            }
            cursor = ended.next();
        } while (cursor != null);
        return true;
    }

    private boolean store(UsageSource source, long after, long upTo, List<StoredMessage> notifications) {
        UsageBatch progress = new UsageBatch(source, after, upTo, List.of(), List.of());
        return ledger.write(transaction -> {
            boolean isAdded = transaction.add(progress).isPresent();
            if (isAdded) {
                transaction.addMessages(notifications);
            }
            return isAdded;
        });
    }
}
