package io.github.licensing4j.core.admin;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.core.usage.CorrectionFollower;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs maintenance in the background: follows the store's changes, announces transitions of licenses by time, and
 * writes buffered data. A failure is retried with the next run.
 */
final class Maintenance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Maintenance.class);
    private static final Duration FLUSH = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final LicenseCache cache;
    private final CorrectionFollower corrections;
    private final Sweeper sweeper;
    private final InvoiceSweep invoices;
    private final AdminTransactions adminTransactions;
    private final Duration feedInterval;
    private final @Nullable Duration auditRetention;
    private final TaskQueue tasks;
    /** The store's generation when the ends of other nodes' audit chains were last written. Used by its tasks only. */
    private long endsKeptAt;

    Maintenance(
            LicenseCache cache,
            CorrectionFollower corrections,
            Sweeper sweeper,
            InvoiceSweep invoices,
            AdminTransactions adminTransactions,
            Duration feedInterval,
            @Nullable Duration auditRetention,
            Schedule schedule) {
        this.tasks = schedule.queue("licensing-maintenance");
        this.cache = cache;
        this.corrections = corrections;
        this.sweeper = sweeper;
        this.invoices = invoices;
        this.adminTransactions = adminTransactions;
        this.feedInterval = feedInterval;
        this.auditRetention = auditRetention;
    }

    void start() {
        tasks.every(feedInterval, "follow the store", this::follow);
        tasks.every(feedInterval, "apply corrections of other nodes", corrections::catchUp);
        tasks.everyOnOneNode(
                feedInterval, feedInterval, "announce transitions of licenses", permit -> sweeper.announce());
        tasks.every(FLUSH, "store the last uses and refusals", this::flush);
        tasks.everyOnOneNode(QUARTER, QUARTER, "make invoices of ended periods final", permit -> invoices.run());
        tasks.every(HOUR, "log the end of the audit log", this::logHead);
    }

    /** Returns whether maintenance runs in time. */
    Health.Component health() {
        String problem = adminTransactions.auditProblem();
        return tasks.with(new Health.Component(
                "maintenance", problem == null ? Status.UP : Status.DEGRADED, problem == null ? "runs" : problem));
    }

    private void follow() {
        cache.catchUp();
        long seen = cache.generation();
        if (seen != endsKeptAt) {
            adminTransactions.keepAuditHeadsOfOthers();
            endsKeptAt = seen;
        }
    }

    private void flush() {
        cache.maintain();
        sweeper.enterRefusals();
        sweeper.enterExchanges();
        sweeper.expire();
        adminTransactions.keepAuditHead();
    }

    /** Logs the head outside the reach of the database's writers, to detect a later truncation of the log. */
    private void logHead() {
        log.info("The audit log ends at {}", adminTransactions.auditHead());
        if (auditRetention != null) {
            adminTransactions.pruneAudit(adminTransactions.now().minus(auditRetention));
        }
    }

    void tend() {
        follow();
        corrections.catchUp();
        sweeper.announce();
        flush();
        invoices.run();
        logHead();
    }

    /** The last work runs in the background too: a store that hangs does not block the closing tasks. */
    @Override
    public void close() {
        tasks.once("store the last uses and refusals", this::flush);
        tasks.once("enter the last exchanges", sweeper::enterAllExchanges);
        tasks.once("log the end of the audit log", this::logHead);
        if (!tasks.finish(CLOSE_TIMEOUT)) {
            log.warn("The license store does not answer; the last uses of keys are not stored");
        }
    }
}
