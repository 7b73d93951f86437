package io.github.licensing4j.core.schedule;

import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task repeatedly and catches all its failures, an {@link Error} included. A failure is logged and counted,
 * and runs are skipped for a growing time, up to twenty intervals and at most 30 s. A {@link StoreException} is logged
 * at DEBUG and skips no run, as the license store reports its own outages.
 *
 * <p>One thread runs it; any thread may read its state.
 */
public final class GuardedTask implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(GuardedTask.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LEAST_LATE = Duration.ofSeconds(10);
    private static final int INTERVALS = 20;
    private static final int LATE_INTERVALS = 3;
    private static final int MOST_DOUBLINGS = 10;

    private final String name;
    private final Duration interval;
    private final Work work;
    private final LongSupplier nanos;
    private volatile State state;

    /** The work of one run. */
    @FunctionalInterface
    public interface Work {
        /** Does the work once. */
        void run() throws InterruptedException;
    }

    /**
     * The state after a run.
     *
     * @param finishedNanos when a run last finished, or the task was created
     * @param resumeNanos before when no run starts
     * @param inRow failed runs since then
     * @param total all failed runs
     * @param error the last failure, null if the last run finished or the store was unavailable
     */
    private record State(
            long finishedNanos,
            long resumeNanos,
            int inRow,
            long total,
            @Nullable String error) {}

    /**
     * Creates a task; its age counts from now.
     *
     * @param name what the task does, as in "cannot follow the store"
     * @param interval between runs
     * @param nanos a monotonic ticker
     */
    public GuardedTask(String name, Duration interval, Work work, LongSupplier nanos) {
        this.name = name;
        this.interval = interval;
        this.work = work;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        this.state = new State(now, now, 0, 0, null);
    }

    /** Runs the task once, unless runs are skipped after a failure. */
    @Override
    public void run() {
        if (nanos.getAsLong() - state.resumeNanos < 0) {
            return;
        }
        round();
    }

    private boolean round() {
        try {
            work.run();
            long now = nanos.getAsLong();
            state = new State(now, now, 0, state.total, null);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (StoreException e) {
            log.debug("Cannot {} while the store does not answer", name, e);
            return false;
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Runs a task that returns only at its end, and restarts it after a failure. */
    public void runUntilItReturns() {
        while (!round() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.max(0, state.resumeNanos - nanos.getAsLong()));
        }
    }

    /** Catches failures itself: where there is no memory to record one, the age of the last run shows it. */
    private void failed(Throwable why) {
        try {
            State before = state;
            int inRow = Math.min(before.inRow, Integer.MAX_VALUE - 1) + 1;
            long resume = nanos.getAsLong() + pauseNanos(inRow);
            state = new State(before.finishedNanos, resume, inRow, before.total + 1, described(why));
            log.error("Cannot {}; it is tried again (failure {} in a row)", name, inRow, why);
        } catch (Throwable again) {
            Thread.onSpinWait();
        }
    }

    /** Returns only the class: foreign messages may contain secrets or be long, and the log has the rest. */
    private static String described(Throwable why) {
        return why.getClass().getSimpleName();
    }

    private long pauseNanos(int inRow) {
        long usual = interval.toNanos();
        long longest = Math.max(usual, Math.min(LONGEST_PAUSE.toNanos(), usual * INTERVALS));
        return Math.min(longest, usual << Math.min(inRow - 1, MOST_DOUBLINGS));
    }

    /** Returns why its work is not done in time, null if it is. A run that never ends makes it late too. */
    public @Nullable String problem() {
        State seen = state;
        long age = nanos.getAsLong() - seen.finishedNanos;
        long late = Math.max(LEAST_LATE.toNanos(), interval.toNanos() * LATE_INTERVALS);
        if (seen.error == null && age <= late) {
            return null;
        }
        String last = "cannot " + name + ": the last finished round was "
                + Duration.ofNanos(age).toSeconds() + " s ago";
        return seen.error == null ? last : last + ", then " + seen.inRow + " failed in a row (" + seen.error + ")";
    }

    /** Returns how many runs failed since the start. */
    public long failures() {
        return state.total;
    }
}
