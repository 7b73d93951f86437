package io.github.licensing4j.core.schedule;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.GuardedTask.Work;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that runs tasks in the background, each as a {@link GuardedTask}: no failure of a task ends the thread or the
 * schedule of any task. Safe for use by many threads.
 */
public final class BackgroundThread {
    private static final Logger log = LoggerFactory.getLogger(BackgroundThread.class);

    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor executor;
    private final List<GuardedTask> tasks = new CopyOnWriteArrayList<>();

    /** @param name the name of the thread, which starts with the first task */
    public BackgroundThread(String name) {
        this(name, System::nanoTime);
    }

    BackgroundThread(String name, LongSupplier nanos) {
        this.nanos = nanos;
        this.executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    /** Runs a task after a delay, and again an interval after each run. */
    public void every(Duration delay, Duration interval, String name, Work work) {
        GuardedTask task = new GuardedTask(name, interval, work, nanos);
        var unused = executor.scheduleWithFixedDelay(task, delay.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        tasks.add(task);
    }

    /** Runs a task an interval from now, and again an interval after each run. */
    public void every(Duration interval, String name, Work work) {
        every(interval, interval, name, work);
    }

    /** Runs a task once, as soon as the thread is free. Returns false if the thread was closed. */
    public boolean once(String name, Work work) {
        return once(Duration.ZERO, name, work);
    }

    /** Runs a task once after a delay. Returns false if the thread was closed. */
    public boolean once(Duration delay, String name, Work work) {
        try {
            var unused = executor.schedule(
                    new GuardedTask(name, Duration.ZERO, work, nanos), delay.toNanos(), TimeUnit.NANOSECONDS);
            return !executor.isShutdown();
        } catch (RejectedExecutionException e) {
            log.debug("Does not {}: closed", name, e);
            return false;
        }
    }

    /** Combines a component's health with that of the tasks: degraded at least while one of them is late or fails. */
    public Health.Component with(Health.Component own) {
        String problems = tasks.stream()
                .map(GuardedTask::problem)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        if (problems.isEmpty()) {
            return own;
        }
        Status status = own.status() == Status.UP ? Status.DEGRADED : own.status();
        return new Health.Component(own.name(), status, own.detail() + "; " + problems);
    }

    /** Returns how many runs of all tasks failed since the start. */
    public long failures() {
        return tasks.stream().mapToLong(GuardedTask::failures).sum();
    }

    /** Starts no further run and interrupts the current one. */
    public void stop() {
        executor.shutdownNow();
    }

    /**
     * Starts no further run, and waits for the current one and for single tasks that are due.
     *
     * @return false if they did not end in time; they are interrupted then
     */
    public boolean finish(Duration patience) {
        executor.shutdown();
        try {
            if (executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
        return false;
    }
}
