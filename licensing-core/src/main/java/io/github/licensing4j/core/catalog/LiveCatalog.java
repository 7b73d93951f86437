package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.spi.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the catalog of a file. The file is polled; when its content has changed it becomes the current snapshot as a
 * whole, or, if it is invalid, the old one stays and health reports why.
 *
 * <p>Safe for use by many threads. A file that is replaced, or read half-written, is read again.
 */
public final class LiveCatalog implements Component {
    private static final Logger log = LoggerFactory.getLogger(LiveCatalog.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Source source;
    private final CatalogFile file;
    private final ReloadFailure trouble;
    private final PlanUse use = new PlanUse();
    private final ReloadGuard guard;
    private final TaskQueue tasks;

    private volatile CatalogAdoption adoption = CatalogAdoption.none();
    private volatile @Nullable CounterNames names;
    private volatile Catalog current;
    // The content that became current; written under this object's lock.
    private volatile byte[] accepted;
    private final Settling settling = new Settling();

    /**
     * The settings of a live catalog.
     *
     * @param file the catalog file, followed through symbolic links on each poll
     * @param interval how often to poll; zero never polls
     * @param clock stamps snapshots and judges when a plan was last used
     * @param stored the plan versions of stored licenses, looked up on each reload
     * @param onChange receives each new snapshot after the first, on the thread that read it
     */
    public record Source(
            Path file, Duration interval, InstantSource clock, StoredPlans stored, Consumer<Catalog> onChange) {
        /** The default interval at which a file is polled. */
        public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);

        public Source {
            if (interval.isNegative()) {
                throw new IllegalArgumentException("the reload interval is zero or more, got " + interval);
            }
        }
    }

    private LiveCatalog(Source source, byte[] content, TaskQueue tasks) {
        this.tasks = tasks;
        this.source = source;
        this.file = new CatalogFile(source.file());
        this.guard = new ReloadGuard(use, source.stored()::pinned);
        this.accepted = content;
        this.current = parse(content);
        this.trouble = new ReloadFailure(source.file(), current);
    }

    /**
     * Reads the file and, unless the interval is zero, polls it on the schedule.
     *
     * @throws CatalogException if the content is invalid
     * @throws LicensingException if the file cannot be read
     */
    public static LiveCatalog open(Source source, Schedule schedule) {
        LiveCatalog live = read(source, schedule);
        live.start();
        return live;
    }

    /**
     * Reads the file; it is polled after {@link #start}.
     *
     * @throws CatalogException if the content is invalid
     * @throws LicensingException if the file cannot be read
     */
    public static LiveCatalog read(Source source, Schedule schedule) {
        CatalogFile file = new CatalogFile(source.file());
        try {
            LiveCatalog live = new LiveCatalog(source, file.read(), schedule.queue("licensing-catalog"));
            live.current.warnings().forEach(warning -> log.warn("Catalog: {}", warning));
            return live;
        } catch (IOException e) {
            throw new LicensingException(file.unreadable(e), e);
        }
    }

    /** Starts to poll the file, unless the interval is zero. */
    @Override
    public void start() {
        if (!source.interval().isZero()) {
            tasks.every(source.interval(), "poll catalog " + source.file(), this::poll);
        }
    }

    /**
     * Adopts the snapshot, and every later one by the same rules.
     *
     * @throws LicensingException if the snapshot contradicts what was counted or sold, or cannot be stored
     */
    public synchronized void adopt(CatalogAdoption rules) {
        try {
            rules.check(current, current);
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            throw new LicensingException(source.file() + ": " + e.getMessage(), e);
        }
        keepCounters(current);
        rules.adopt(current, accepted, source.clock().instant());
        adoption = rules;
    }

    /** Returns the snapshot in force: one volatile read. */
    public Catalog current() {
        return current;
    }

    /** Returns up, or degraded with the first problem while an older snapshot than the file's stays in force. */
    @Override
    public Health.Component health() {
        return tasks.with(trouble.health());
    }

    /**
     * Records that a license used a plan version, which keeps it in the catalog for 24 h; each caller does so once a minute.
     */
    public void used(PlanId plan, long nowMillis) {
        use.used(plan, nowMillis);
    }

    /** Checks endpoints as {@link Catalog#report} does; a later reload that is incompatible with them is refused. */
    public synchronized EndpointReport register(List<Endpoint> endpoints, Unannotated unannotated) {
        EndpointReport report = current.report(endpoints, unannotated);
        guard.remember(endpoints, unannotated);
        return report;
    }

    /**
     * Reads the file now.
     *
     * @return whether there is a new snapshot; if not, nothing has changed or {@link #health} reports the problem
     */
    public boolean reload() {
        try {
            return apply(file.read(), true);
        } catch (IOException e) {
            unreadable(e);
            return false;
        }
    }

    /**
     * Reads the file for the poller. A content takes effect when it has been unchanged for a whole interval. One that
     * drops every endpoint rule, plan or limit of the snapshot in force waits for {@value Settling#FURTHER_POLLS} more
     * polls, which health reports.
     */
    void poll() {
        followRollouts();
        try {
            byte[] content = file.read();
            settling.record(content);
            if (settling.isSettled() || Arrays.equals(content, accepted)) {
                apply(content, settling.isConfirmed());
            }
        } catch (IOException e) {
            unreadable(e);
        }
    }

    /** Makes a new snapshot of the same content when a roll-out of a feature begins or ends. */
    private synchronized void followRollouts() {
        if (!source.clock().instant().isBefore(current.changesAt())) {
            current = parse(accepted);
            log.info("Catalog {}: a roll-out has begun or ended", source.file());
            source.onChange().accept(current);
        }
    }

    private synchronized boolean apply(byte[] content, boolean confirmed) {
        try {
            if (Arrays.equals(content, accepted)) {
                trouble.over(current);
                return false;
            }
            Catalog candidate = parse(content);
            check(candidate);
            if (!confirmed) {
                guard.refuseLoss(current, candidate, source.interval().multipliedBy(Settling.FURTHER_POLLS));
            }
            replace(candidate, content);
            return true;
        } catch (CatalogException e) {
            trouble.stays(e.problems().get(0).toString(), String.valueOf(e.getMessage()), current);
        } catch (RuntimeException e) {
            trouble.stays(source.file() + ": " + e.getMessage(), source.file() + ": " + e.getMessage(), current);
        }
        return false;
    }

    /** Returns the content that is in force. */
    public synchronized byte[] content() {
        return accepted.clone();
    }

    /**
     * Checks a content as a reload would, without applying it.
     *
     * @return the warnings that a start would log
     * @throws CatalogException if it is invalid
     * @throws LicensingException if it is incompatible with the host's endpoints or stored licenses
     */
    public synchronized List<String> check(byte[] content) {
        Catalog candidate = parse(content);
        List<String> warnings = new ArrayList<>(candidate.warnings());
        warnings.addAll(check(candidate));
        return warnings;
    }

    /**
     * Reads a content as a reload would, without checking it against stored licenses.
     *
     * @param name the name of the content in problems
     * @throws CatalogException if it is invalid
     * @throws LicensingException if two limits of a plan would count as one
     */
    public synchronized Catalog candidate(String name, byte[] content) {
        return parse(name, content);
    }

    private List<String> check(Catalog candidate) {
        List<String> warnings = guard.check(current, candidate, source.clock().millis());
        adoption.check(current, candidate);
        return warnings;
    }

    /**
     * Applies a content and writes it into the file, as a whole or not at all.
     *
     * @throws CatalogException if it is invalid
     * @throws LicensingException if it is incompatible with the host's endpoints or stored licenses
     * @throws IOException if the file cannot be replaced; nothing has changed then
     */
    public synchronized void put(byte[] content) throws IOException {
        Catalog candidate = parse(content);
        check(candidate);
        file.replace(content);
        replace(candidate, content);
    }

    private void replace(Catalog candidate, byte[] content) {
        List<String> changes = CatalogDiff.between(current, candidate, source.stored()::licensesOn);
        keepCounters(candidate);
        adoption.adopt(candidate, content, source.clock().instant());
        current = candidate;
        accepted = content;
        trouble.over(current);
        log.info(
                "Catalog {} is reloaded: {}",
                source.file(),
                changes.isEmpty() ? "no plan or rule changes" : "\n" + String.join("\n", changes));
        candidate.warnings().forEach(warning -> log.warn("Catalog: {}", warning));
        try {
            source.onChange().accept(candidate);
        } catch (RuntimeException e) {
            log.warn("A listener failed on the new catalog, which is in force nevertheless", e);
        }
    }

    private Catalog parse(byte[] content) {
        return parse(source.file().toString(), content);
    }

    private Catalog parse(String name, byte[] content) {
        Instant now = source.clock().instant();
        Catalog written = CatalogParser.parse(name, content, now);
        CounterNames known = names;
        return known == null ? written : known.resolve(written, now);
    }

    /**
     * Resolves the counters of renamed limits, of this catalog and every later one. Called once, before {@link #start}.
     *
     * @throws LicensingException if two limits of a plan would count as one, or the counters cannot be read
     */
    public synchronized void countBy(CounterNames kept) {
        current = kept.resolve(current, source.clock().instant());
        names = kept;
    }

    private void keepCounters(Catalog resolved) {
        CounterNames known = names;
        if (known != null) {
            known.keep(resolved);
        }
    }

    private synchronized void unreadable(IOException e) {
        trouble.stays(file.unreadable(e), file.unreadable(e), current);
    }

    /** Stops polling and waits for a poll in progress; {@link #current} stays. */
    @Override
    public void close() {
        tasks.finish(CLOSE_TIMEOUT);
    }
}
