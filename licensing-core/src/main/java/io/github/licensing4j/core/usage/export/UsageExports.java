package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.LeaseLostException;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskPermit;
import io.github.licensing4j.core.schedule.TaskQueue;
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
 * Exports the usage of ended hours on one background thread. Each event is stored before it is first sent, is sent at least
 * once with the same id every time, and is given up after a number of attempts or an age; given-up events are kept and
 * can be replayed.
 *
 * <p>Holds one batch of events in memory, however many wait in the store.
 */
public final class UsageExports implements Component {
    private static final Logger log = LoggerFactory.getLogger(UsageExports.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final List<UsageExporter> exporters;
    private final List<ExportSender> senders;
    private final ExportBacklog backlog;
    private final ExportSettings settings;
    private final ReentrantLock looking = new ReentrantLock();
    private final TaskQueue tasks;
    private volatile Seen seen;

    /**
     * The state after the last run.
     *
     * @param problem why an exporter could not run, null if all could
     */
    private record Seen(Backlog backlog, @Nullable String problem) {}

    /**
     * Creates an export of these exporters, to be started.
     *
     * @throws LicensingException if a name is malformed or used twice
     */
    public UsageExports(
            List<UsageExporter> exporters,
            ExportLog events,
            ExportSettings settings,
            InstantSource clock,
            Schedule schedule) {
        this.tasks = schedule.queue("licensing-exports");
        checkNames(exporters);
        this.exporters = List.copyOf(exporters);
        this.settings = settings;
        this.senders = exporters.stream()
                .map(exporter -> new ExportSender(exporter, events, settings, clock))
                .toList();
        this.backlog = new ExportBacklog(events, clock);
        this.seen = new Seen(backlog.backlog(), null);
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

    /** Starts to export if there is an exporter. */
    @Override
    public void start() {
        if (!senders.isEmpty()) {
            tasks.everyOnOneNode(settings.interval(), settings.interval(), "export usage", this::runOnce);
        }
    }

    /** Creates the events of ended hours and sends the due events, once for each exporter, for as long as no other node does. */
    void runOnce(TaskPermit permit) throws InterruptedException {
        looking.lockInterruptibly();
        try {
            String first = null;
            for (ExportSender sender : senders) {
                String found = run(sender, permit);
                first = first == null ? found : first;
            }
            seen = new Seen(backlog.backlog(), first);
        } finally {
            looking.unlock();
        }
    }

    /**
     * Returns what failed. Catches errors too, because an ended thread would keep all events in the store until the
     * next start.
     */
    private @Nullable String run(ExportSender sender, TaskPermit permit) throws InterruptedException {
        try {
            sender.runOnce(permit);
            backlog.take(sender);
            return null;
        } catch (LeaseLostException e) {
            throw e;
        } catch (StoreException e) {
            if (seen.problem == null) {
                log.warn("Exporter {} waits for the store", sender.name(), e);
            }
            return "the store is unavailable";
        } catch (RuntimeException | Error e) {
            // Errors too: the scheduler would silently cancel its task, and no usage would ever be billed.
            log.error("Exporter {} cannot go on; it is tried again", sender.name(), e);
            return sender.name() + " cannot go on: " + e.getClass().getSimpleName();
        }
    }

    /** Returns how many events wait, since when, how many were given up, and the last error. Does not wait. */
    @Override
    public Health.Component health() {
        if (senders.isEmpty()) {
            return new Health.Component("exports", Status.UP, "none");
        }
        Seen last = seen;
        String why = last.problem;
        String detail = last.backlog.detail();
        return tasks.with(new Health.Component(
                "exports",
                why == null && last.backlog.isWell() ? Status.UP : Status.DEGRADED,
                why == null ? detail : detail + " | " + why));
    }

    /** Runs once more, within the patience, unless another node exports; remaining events stay in the store. */
    @Override
    public void close() {
        if (!senders.isEmpty()) {
            tasks.onceOnOneNode("export usage", this::runOnce);
        }
        tasks.finish(settings.closeTimeout());
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
