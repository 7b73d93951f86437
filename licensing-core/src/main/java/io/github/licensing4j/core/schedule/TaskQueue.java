package io.github.licensing4j.core.schedule;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.GuardedTask.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in the background one after another, each as a {@link GuardedTask}: no failure of a task ends the queue or the
 * schedule of any task. Safe for use by many threads.
 */
public final class TaskQueue {
    private static final Duration WHEN_BUSY = Duration.ofMillis(100);

    private final Schedule schedule;
    private final String name;
    private final List<GuardedTask> tasks = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Tasks that are due, guarded by the lock, as all that follows. */
    private final Queue<Runnable> due = new ArrayDeque<>();

    private final List<Future<?>> timed = new ArrayList<>();
    private @Nullable Thread runner;
    private boolean active;
    private boolean closed;

    TaskQueue(Schedule schedule, String name) {
        this.schedule = schedule;
        this.name = name;
    }

    /** Runs a task after a delay, and then at an interval; a run that takes longer delays the next one. */
    public void every(Duration delay, Duration interval, String name, Work work) {
        GuardedTask task = new GuardedTask(name, interval, work, schedule.nanos());
        tasks.add(task);
        Periodic periodic = new Periodic(task);
        GuardedTask tick = new GuardedTask("start to " + name, interval, periodic::becomeDue, schedule.nanos());
        keep(() -> schedule.at(delay, interval, tick));
    }

    /** Runs a task an interval from now, and then at that interval. */
    public void every(Duration interval, String name, Work work) {
        every(interval, interval, name, work);
    }

    /** Runs a task as {@link #every(Duration, Duration, String, Work)} does, on one node at a time. */
    public void everyOnOneNode(Duration delay, Duration interval, String name, TaskPermit.Work work) {
        every(delay, interval, name, schedule.runner().only(name, work));
    }

    /** Runs a task once, after those that are due already. Returns false if the queue was closed. */
    public boolean once(String name, Work work) {
        return add(new GuardedTask(name, Duration.ZERO, work, schedule.nanos()));
    }

    /** Runs a task once, unless another node runs it then. Returns false if the queue was closed. */
    public boolean onceOnOneNode(String name, TaskPermit.Work work) {
        return once(name, schedule.runner().only(name, work));
    }

    /** Runs a task once after a delay. Returns false if the queue was closed. */
    public boolean once(Duration delay, String name, Work work) {
        if (delay.isZero()) {
            return once(name, work);
        }
        return keep(() -> schedule.after(delay, () -> {
            boolean unused = once(name, work);
        }));
    }

    /** A task that is due once at most, however late it is. */
    private final class Periodic implements Runnable {
        private final GuardedTask task;
        private volatile boolean waiting;

        Periodic(GuardedTask task) {
            this.task = task;
        }

        void becomeDue() {
            if (waiting) {
                wake();
            } else {
                waiting = true;
                boolean unused = add(this);
            }
        }

        @Override
        public void run() {
            try {
                task.run();
            } finally {
                waiting = false;
            }
        }
    }

    /** Keeps what the timer will do, to cancel it when the queue is closed. */
    private boolean keep(Supplier<Future<?>> planned) {
        lock.lock();
        try {
            if (!closed) {
                timed.removeIf(Future::isDone);
                timed.add(planned.get());
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean add(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            due.add(task);
            wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a thread unless the queue has one. Where none is free it is tried again. */
    private void wake() {
        lock.lock();
        try {
            if (!active && !due.isEmpty()) {
                active = schedule.run(this::drain);
                if (!active) {
                    var unused = schedule.after(WHEN_BUSY, this::wake);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether no further run starts. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Runs what is due, on a thread of the pool that has the queue's name for as long. */
    private void drain() {
        Thread thread = Thread.currentThread();
        String before = thread.getName();
        thread.setName(name);
        try {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
            }
        } finally {
            thread.setName(before);
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = due.poll();
            active = task != null;
            runner = active ? Thread.currentThread() : null;
            if (!active) {
                // An interrupt meant for this queue must not reach the next one that the thread serves.
                boolean unused = Thread.interrupted();
                changed.signalAll();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Combines a component's health with that of the tasks: degraded at least while one of them is late or fails. */
    public Health.Component with(Health.Component own) {
        String problems = tasks.stream()
                .map(GuardedTask::problem)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        if (problems.isEmpty() || isClosed()) {
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
        lock.lock();
        try {
            close();
            due.clear();
            interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        closed = true;
        timed.forEach(planned -> planned.cancel(false));
        timed.clear();
    }

    private boolean isBusy() {
        return active || !due.isEmpty();
    }

    private void interrupt() {
        Thread running = runner;
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * Starts no further run, and waits for the current one and for tasks that are due.
     *
     * @return false if they did not end in time; they are interrupted then
     */
    public boolean finish(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            close();
            // Tasks that are due wait while no thread is free.
            while (isBusy() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (!isBusy()) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        stop();
        return false;
    }
}
