package io.github.licensing4j.core.schedule;

import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all tasks in the background of one engine on one pool of daemon threads. Each {@link TaskQueue} runs its tasks one
 * after another, so that a queue that hangs delays no other one: the pool has at most one thread a queue, which ends when
 * it was idle for a while, and one that waits for the time of tasks. Safe for use by many threads.
 */
public final class Schedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Schedule.class);
    private static final int MOST_THREADS = 64;
    private static final Duration LAST = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private final SingleRunner runner;
    private final List<TaskQueue> queues = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;

    /** Creates a schedule of a process that shares its store with no other. */
    public Schedule() {
        this(TaskLeases.local(), "local");
    }

    /**
     * Creates a schedule of one of the processes that share a store.
     *
     * @param leases decides which process runs the tasks that only one may run
     * @param holder the name of this process, unique among them
     */
    public Schedule(TaskLeases leases, String holder) {
        this.nanos = System::nanoTime;
        this.runner = new SingleRunner(leases, holder, this::repeat, nanos);
        this.timer = new ScheduledThreadPoolExecutor(1, work -> thread(work, "licensing-timer"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.workers = new ThreadPoolExecutor(
                0,
                MOST_THREADS,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                work -> thread(work, "licensing-" + made.incrementAndGet()));
    }

    private static Thread thread(Runnable work, String name) {
        Thread made = new Thread(work, name);
        made.setDaemon(true);
        return made;
    }

    /**
     * Creates a queue.
     *
     * @param name the name of the thread while it runs tasks of the queue
     */
    public TaskQueue queue(String name) {
        TaskQueue queue = new TaskQueue(this, name);
        queues.add(queue);
        return queue;
    }

    SingleRunner runner() {
        return runner;
    }

    LongSupplier nanos() {
        return nanos;
    }

    /** Runs something short on the timer's thread, after a delay and then at an interval; it must not throw. */
    Future<?> at(Duration delay, Duration interval, Runnable tick) {
        return timer.scheduleWithFixedDelay(tick, delay.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs something on a thread of the pool at an interval; it must not throw. */
    private Future<?> repeat(Duration interval, Runnable work) {
        return at(interval, interval, () -> {
            boolean unused = run(work);
        });
    }

    /** Runs something short on the timer's thread once. */
    Future<?> after(Duration delay, Runnable tick) {
        return timer.schedule(tick, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the tasks of a queue. Returns false if there is no thread now. */
    boolean run(Runnable tasks) {
        try {
            workers.execute(tasks);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            log.debug("No thread is free for background tasks", e);
            return false;
        }
    }

    /** Interrupts what still runs, and waits a moment for it. Queues with work to finish are finished before. */
    @Override
    public void close() {
        queues.forEach(TaskQueue::stop);
        timer.shutdownNow();
        workers.shutdownNow();
        try {
            boolean ended = timer.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)
                    && workers.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                log.warn("A background task does not end though it was interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
