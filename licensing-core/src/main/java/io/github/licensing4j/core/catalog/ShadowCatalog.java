package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the shadow catalog: a candidate that calls are compared with. It is a configured file, which is polled as the live
 * one is, or a text that an administrator sets. A file that cannot be read or is invalid is no candidate: health reports
 * why, and the live catalog is not affected. Safe for use by many threads.
 */
public final class ShadowCatalog implements Component {
    private static final Logger log = LoggerFactory.getLogger(ShadowCatalog.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final String NAME = "catalog-shadow";

    private final LiveCatalog live;
    private final @Nullable CatalogFile file;
    private final Duration interval;
    private final InstantSource clock;
    private final TaskQueue tasks;
    private Consumer<@Nullable Candidate> listener = candidate -> {};
    private byte @Nullable [] read;
    private volatile @Nullable Candidate candidate;
    private volatile @Nullable String problem;

    /**
     * A shadow catalog.
     *
     * @param catalog the catalog, with the counters that its limits would have
     * @param since when it was read
     */
    public record Candidate(Catalog catalog, Instant since) {}

    /**
     * The settings of a shadow catalog.
     *
     * @param file the configured file, null if there is none
     * @param interval how often to poll it; zero reads it once
     */
    public record Source(@Nullable Path file, Duration interval) {}

    public ShadowCatalog(LiveCatalog live, Source source, InstantSource clock, Schedule schedule) {
        this.live = live;
        this.file = source.file == null ? null : new CatalogFile(source.file);
        this.interval = source.interval;
        this.clock = clock;
        this.tasks = schedule.queue("licensing-catalog-shadow");
    }

    /** Sets what receives each candidate, null if there is none any more. Called once, before {@link #start}. */
    public void onChange(Consumer<@Nullable Candidate> receiver) {
        listener = receiver;
    }

    /** Reads the configured file, and polls it. */
    @Override
    public void start() {
        if (file != null) {
            poll();
            if (!interval.isZero()) {
                tasks.every(interval, "poll shadow catalog " + file.path(), this::poll);
            }
        }
    }

    /** Reads the file if its content has changed. */
    public synchronized void poll() {
        CatalogFile configured = file;
        if (configured == null) {
            return;
        }
        try {
            byte[] content = configured.read();
            if (!Arrays.equals(content, read)) {
                read = content;
                change(configured.path().toString(), content);
                report(null);
            }
        } catch (IOException e) {
            read = null;
            fail(configured.unreadable(e));
        } catch (CatalogException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (LicensingException e) {
            fail(configured.path() + ": " + e.getMessage());
        }
    }

    private void fail(String cause) {
        drop();
        report(cause);
    }

    /** Logs each distinct problem once. */
    private void report(@Nullable String cause) {
        if (cause != null && !cause.equals(problem)) {
            log.error("No call is compared with a shadow catalog; the live catalog is not affected:\n{}", cause);
        }
        problem = cause;
    }

    private void change(String name, byte[] content) {
        Catalog parsed = live.candidate(name, content);
        Candidate next = new Candidate(parsed, clock.instant());
        candidate = next;
        listener.accept(next);
        log.info("Calls are compared with the shadow catalog {}", Sha256.hex(content));
    }

    /**
     * Sets the candidate.
     *
     * @throws CatalogException if it is invalid
     * @throws LicensingException if two limits of a plan would count as one
     */
    public synchronized void set(byte[] content) {
        change("shadow catalog", content);
    }

    /** Ends the comparison. */
    public synchronized void drop() {
        if (candidate != null) {
            candidate = null;
            listener.accept(null);
        }
    }

    /** Returns whether the candidate is a configured file. */
    public boolean isFile() {
        return file != null;
    }

    public Optional<Candidate> candidate() {
        return Optional.ofNullable(candidate);
    }

    /** Returns why the configured file is no candidate, empty if it is one or there is none. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Returns up, or degraded with the problem of the configured file. */
    @Override
    public Health.Component health() {
        String cause = problem;
        Candidate compared = candidate;
        Health.Component own = cause != null
                ? new Health.Component(
                        NAME, Status.DEGRADED, cause + " (no call is compared; the live catalog is not affected)")
                : new Health.Component(
                        NAME, Status.UP, compared == null ? "none" : "calls are compared since " + compared.since());
        return tasks.with(own);
    }

    @Override
    public void close() {
        tasks.finish(CLOSE_TIMEOUT);
    }
}
