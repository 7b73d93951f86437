package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.spi.LeaseTimeline;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the database may have lost commits, and stores again what this node has of them: its usage from the journal, and its
 * leases. The database leases nothing to any node meanwhile.
 */
final class DatabaseTimeline implements Component {
    private static final Logger log = LoggerFactory.getLogger(DatabaseTimeline.class);
    private static final Duration CHECKED_EVERY = Duration.ofSeconds(1);

    private final Parts parts;
    private final TaskQueue tasks;
    private LeaseTimeline.Seen seen = new LeaseTimeline.Seen(0, 0);
    private volatile State state = new State(0, 0, 0, true);

    /**
     * The parts that are stored again, and their store.
     *
     * @param isExact whether the leases of earlier starts end once the journal is in the ledger
     * @param adoptAgain has the journals of dead nodes adopted again
     */
    record Parts(
            QuotaLeases store,
            NodeMembership membership,
            Usage usage,
            NodeLeases leases,
            LicenseCache cache,
            boolean isExact,
            Runnable adoptAgain) {}

    private record State(long timeline, int changes, long dropped, boolean isConfirmed) {}

    DatabaseTimeline(Parts parts, TaskQueue tasks) {
        this.parts = parts;
        this.tasks = tasks;
    }

    @Override
    public void start() {
        tasks.every(CHECKED_EVERY, "check whether the database has lost commits", this::check);
    }

    /**
     * Checks the timeline, and brings back what it may have lost. For one thread at a time.
     *
     * @throws StoreException if the store does not answer; the next check goes on
     */
    void check() {
        LeaseTimeline now = parts.store.timeline(parts.usage.source(), seen);
        seen = new LeaseTimeline.Seen(seen.number(), now.mark());
        if (now.mark() == 0) {
            // Its registration is lost as well. The next check has a mark.
            parts.membership.confirm();
            state = new State(state.timeline, state.changes, state.dropped, false);
        } else if (now.number() != seen.number() || !now.isConfirmed()) {
            bringBack(now);
        }
    }

    private void bringBack(LeaseTimeline now) {
        State before = state;
        boolean isFirst = seen.number() == 0;
        if (!isFirst && before.isConfirmed) {
            log.error(
                    "The license store was promoted, restored or restarted and may have lost commits; usage and leases of"
                            + " this node are stored again, and no quota is leased until every node has done so");
        }
        state = new State(before.timeline, before.changes, before.dropped, isFirst);
        long dropped = isFirst ? 0 : storeAgain();
        parts.store.confirm(parts.usage.source(), now.number());
        seen = new LeaseTimeline.Seen(now.number(), now.mark());
        state = new State(now.number(), before.changes + (isFirst ? 0 : 1), before.dropped + dropped, true);
        if (!isFirst) {
            log.warn(
                    "Usage and leases of this node are in the license store again; {} leased units were dropped",
                    dropped);
        }
    }

    private long storeAgain() {
        parts.usage.shipAgain();
        long dropped = parts.leases.restore();
        if (parts.isExact && parts.usage.isRecovered()) {
            parts.leases.releaseEarlier();
        }
        parts.adoptAgain.run();
        parts.cache.readAgain();
        return dropped;
    }

    @Override
    public Health.Component health() {
        State now = state;
        String detail = "timeline " + now.timeline + " of the license store; it may have lost commits " + now.changes
                + " times since the start, and " + now.dropped + " leased units were dropped";
        return tasks.with(
                now.isConfirmed
                        ? new Health.Component("database-timeline", Status.UP, detail)
                        : new Health.Component(
                                "database-timeline",
                                Status.DEGRADED,
                                detail + "; usage and leases of this node are being stored again"));
    }

    @Override
    public void close() {
        tasks.stop();
    }
}
