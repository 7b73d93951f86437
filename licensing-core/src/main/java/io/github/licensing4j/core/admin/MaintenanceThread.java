package io.github.licensing4j.core.admin;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.schedule.BackgroundThread;
import io.github.licensing4j.core.usage.CorrectionFollower;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that follows the store's changes, announces what time has done to licenses, and writes down what is only
 * written now and then. What fails is tried again the next time.
 */
final class MaintenanceThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MaintenanceThread.class);
    private static final Duration TIDY = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LicenseCache book;
    private final CorrectionFollower corrections;
    private final Sweeper sweeper;
    private final InvoiceSweep invoices;
    private final AdminTransactions adminTransactions;
    private final Duration feedInterval;
    private final @Nullable Duration auditRetention;
    private final BackgroundThread thread = new BackgroundThread("licensing-caretaker");
    /** The generation of the store at which the ends of other nodes' audit chains were kept. Of the thread alone. */
    private long endsKeptAt;

    MaintenanceThread(
            LicenseCache book,
            CorrectionFollower corrections,
            Sweeper sweeper,
            InvoiceSweep invoices,
            AdminTransactions adminTransactions,
            Duration feedInterval,
            @Nullable Duration auditRetention) {
        this.book = book;
        this.corrections = corrections;
        this.sweeper = sweeper;
        this.invoices = invoices;
        this.adminTransactions = adminTransactions;
        this.feedInterval = feedInterval;
        this.auditRetention = auditRetention;
    }

    void start() {
        thread.every(feedInterval, "follow the store", this::follow);
        thread.every(feedInterval, "apply corrections of other nodes", corrections::catchUp);
        thread.every(feedInterval, "announce transitions of licenses", sweeper::announce);
        thread.every(TIDY, "store the last uses and refusals", this::tidy);
        thread.every(QUARTER, "make invoices of ended periods final", invoices::run);
        thread.every(HOUR, "log the end of the audit log", this::logHead);
    }

    /** Whether maintenance runs in time. */
    Health.Component health() {
        String problem = adminTransactions.auditProblem();
        return thread.with(new Health.Component(
                "maintenance", problem == null ? Status.UP : Status.DEGRADED, problem == null ? "runs" : problem));
    }

    private void follow() {
        book.catchUp();
        long seen = book.generation();
        if (seen != endsKeptAt) {
            adminTransactions.keepAuditHeadsOfOthers();
            endsKeptAt = seen;
        }
    }

    private void tidy() {
        book.tidy();
        sweeper.enterRefusals();
        sweeper.enterExchanges();
        sweeper.expire();
        adminTransactions.keepAuditHead();
    }

    /** The head goes where the database's writers cannot reach it: a tail that is cut later is missed by it. */
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
        tidy();
        invoices.run();
        logHead();
    }

    /** The last work is the thread's own too: a store that hangs keeps it, and not the one who closes. */
    @Override
    public void close() {
        thread.once("store the last uses and refusals", this::tidy);
        thread.once("enter the last exchanges", sweeper::enterAllExchanges);
        thread.once("log the end of the audit log", this::logHead);
        if (!thread.finish(PATIENCE)) {
            log.warn("The license store does not answer; the last uses of keys are not written down");
        }
    }
}
