package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that follows the store's changes, announces what time has done to licenses, and writes down what is only
 * written now and then. What fails is tried again the next time.
 */
final class Caretaker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Caretaker.class);
    private static final Duration TIDY = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LicenseBook book;
    private final Sweeper sweeper;
    private final Registrar registrar;
    private final AuditReader audit;
    private final Duration feedInterval;
    private final @Nullable Duration auditRetention;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "licensing-caretaker");
        made.setDaemon(true);
        return made;
    });

    Caretaker(
            LicenseBook book,
            Sweeper sweeper,
            Registrar registrar,
            AuditReader audit,
            Duration feedInterval,
            @Nullable Duration auditRetention) {
        this.book = book;
        this.sweeper = sweeper;
        this.registrar = registrar;
        this.audit = audit;
        this.feedInterval = feedInterval;
        this.auditRetention = auditRetention;
    }

    void start() {
        every(feedInterval, "follow the store", book::catchUp);
        every(feedInterval, "announce what time has done", sweeper::announce);
        every(TIDY, "tidy up", this::tidy);
        every(HOUR, "look after the audit log", this::logHead);
    }

    private void every(Duration interval, String what, Runnable work) {
        long nanos = interval.toNanos();
        var unused = thread.scheduleWithFixedDelay(() -> guarded(what, work), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            // The book has logged it once, and health tells.
            log.debug("Cannot {} while the store does not answer", what, e);
        } catch (RuntimeException | Error e) {
            log.error("Cannot {}", what, e);
        }
    }

    private void tidy() {
        book.tidy();
        sweeper.enterRefusals();
        sweeper.expire();
        audit.seal();
    }

    /** The head goes where the database's writers cannot reach it: a tail that is cut later is missed by it. */
    private void logHead() {
        log.info("The audit log ends at {}", registrar.auditHead());
        if (auditRetention != null) {
            registrar.pruneAudit(registrar.now().minus(auditRetention));
        }
    }

    void tend() {
        book.catchUp();
        sweeper.announce();
        tidy();
        logHead();
    }

    /** The last work is the thread's own too: a store that hangs keeps it, and not the one who closes. */
    @Override
    public void close() {
        if (!thread.isShutdown()) {
            thread.execute(() -> guarded("write down the last uses", this::tidy));
            thread.execute(() -> guarded("log the end of the audit log", this::logHead));
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("The license store does not answer; the last uses of keys are not written down");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
