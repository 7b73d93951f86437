package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.schedule.BackgroundThread;
import io.github.licensing4j.core.usage.export.ExportBacklog.Backlog;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageExporter;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells exporters what was used in the hours that have ended, on one daemon thread for all of them. Each event is stored
 * before it is first sent, is sent at least once under the same id every time, and is given up after a number of attempts or
 * an age; what is given up is kept and can be replayed.
 *
 * <p>Holds one batch of events at a time, whatever waits in the store.
 */
public final class UsageExports implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UsageExports.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final List<UsageExporter> exporters;
    private final List<ExportSender> desks;
    private final ExportBacklog census;
    private final ExportOptions options;
    private final ReentrantLock looking = new ReentrantLock();
    private final BackgroundThread thread = new BackgroundThread("licensing-exports");
    private volatile Seen seen;

    /**
     * The state after the last look.
     *
     * @param trouble what kept an exporter from being served in the last look, null if nothing did
     */
    private record Seen(Backlog backlog, @Nullable String trouble) {}

    /**
     * Serves these exporters once it is started.
     *
     * @throws LicensingException if a name is not of the right form, or two exporters have the same
     */
    public UsageExports(List<UsageExporter> exporters, ExportLog events, ExportOptions options, InstantSource clock) {
        checkNames(exporters);
        this.exporters = List.copyOf(exporters);
        this.options = options;
        this.desks = exporters.stream()
                .map(exporter -> new ExportSender(exporter, events, options, clock))
                .toList();
        this.census = new ExportBacklog(events, clock);
        this.seen = new Seen(census.backlog(), null);
    }

    private static void checkNames(List<UsageExporter> exporters) {
        Set<String> names = new HashSet<>();
        for (UsageExporter exporter : exporters) {
            if (!NAME.matcher(exporter.name()).matches()) {
                throw new LicensingException("exporter name '" + exporter.name()
                        + "' is not 1 to 32 lower-case letters, digits and hyphens");
            }
            if (!names.add(exporter.name())) {
                throw new LicensingException("two exporters have the name '" + exporter.name() + "'");
            }
        }
    }

    /** Starts the thread, if there is an exporter. */
    public void start() {
        if (!desks.isEmpty()) {
            thread.every(options.interval(), "export usage", this::look);
        }
    }

    /** Makes events of what has ended and sends what is due, once for each exporter. */
    void look() throws InterruptedException {
        looking.lockInterruptibly();
        try {
            String first = null;
            for (ExportSender desk : desks) {
                String found = looked(desk);
                first = first == null ? found : first;
            }
            seen = new Seen(census.backlog(), first);
        } finally {
            looking.unlock();
        }
    }

    /** What went wrong; an error too, as a thread that ended would keep all events in the store until the next start. */
    private @Nullable String looked(ExportSender desk) throws InterruptedException {
        try {
            desk.look();
            census.take(desk);
            return null;
        } catch (StoreException e) {
            if (seen.trouble == null) {
                log.warn("Exporter {} waits for the store", desk.name(), e);
            }
            return "the store cannot be asked";
        } catch (RuntimeException | Error e) {
            // An error too: the timer would drop its work without a word, and nobody would ever be billed.
            log.error("Exporter {} cannot go on; it is tried again", desk.name(), e);
            return desk.name() + " cannot go on: " + e.getClass().getSimpleName();
        }
    }

    /** How much waits, since when, how much was given up, and what went wrong last. Asks nobody. */
    public Health.Component health() {
        if (desks.isEmpty()) {
            return new Health.Component("exports", Status.UP, "none");
        }
        Seen last = seen;
        String why = last.trouble;
        String detail = last.backlog.detail();
        return thread.with(new Health.Component(
                "exports",
                why == null && last.backlog.isWell() ? Status.UP : Status.DEGRADED,
                why == null ? detail : detail + " | " + why));
    }

    /** Looks once more, for as long as the patience allows; what is left stays in the store. */
    @Override
    public void close() {
        if (!desks.isEmpty()) {
            thread.once("export usage", this::look);
        }
        thread.finish(options.patience());
        exporters.forEach(UsageExports::close);
    }

    private static void close(UsageExporter exporter) {
        try {
            exporter.close();
        } catch (RuntimeException | Error e) {
            log.warn("Exporter {} cannot be closed", exporter.name(), e);
        }
    }
}
