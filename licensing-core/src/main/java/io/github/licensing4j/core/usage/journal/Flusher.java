package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings segments to the disk, one force at a time. Who waits while one is under way shares the next with all others that wait.
 * Nobody who appends waits for a lock that is held during a force. Safe for use by many threads.
 */
final class Flusher {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Forcer forcer;
    private final Trouble trouble;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forcedOne = lock.newCondition();
    private final Condition closing = lock.newCondition();
    /** Those not wholly on the disk, oldest first, guarded by the lock. */
    private final List<StoredSegment> open = new ArrayList<>();

    private boolean forcing;
    private boolean closed;
    private volatile long forced;

    Flusher(Forcer forcer, Trouble trouble) {
        this.forcer = forcer;
        this.trouble = trouble;
    }

    void add(StoredSegment segment) {
        lock.lock();
        try {
            open.add(segment);
        } finally {
            lock.unlock();
        }
    }

    /** Returns once all calls up to a number are on the disk, or it is known that the disk failed. */
    void await(long seq) {
        if (forced >= seq) {
            return;
        }
        lock.lock();
        try {
            while (forced < seq) {
                if (forcing) {
                    forcedOne.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forces for all, with the lock given back meanwhile. */
    private void lead() {
        forcing = true;
        List<StoredSegment> segments = List.copyOf(open);
        lock.unlock();
        long reached = 0;
        try {
            for (StoredSegment segment : segments) {
                reached = Math.max(reached, force(segment));
            }
        } finally {
            lock.lock();
            forcing = false;
            open.removeIf(StoredSegment::isRetired);
            forced = Math.max(forced, reached);
            forcedOne.signalAll();
        }
    }

    private long force(StoredSegment stored) {
        Segment segment = stored.segment();
        if (segment == null) {
            return stored.lastSeq();
        }
        boolean complete = segment.isComplete();
        long reached = segment.lastSeq();
        try {
            segment.checkpoint();
            int to = segment.end();
            forcer.force(segment, to);
            segment.forced(to);
        } catch (IOException | RuntimeException | InternalError e) {
            // Whoever waits goes on: the calls are in the mapping, and health says that the disk has not got them.
            trouble.failed("a force of " + segment.name().fileName(), e);
        }
        if (complete) {
            stored.retire();
        }
        return reached;
    }

    /** Forces every 50 ms what has come, until {@link #close}. */
    void run() {
        lock.lock();
        try {
            while (!closed) {
                closing.awaitNanos(EVERY_NANOS);
                if (!forcing && open.stream().anyMatch(StoredSegment::isDirty)) {
                    lead();
                }
            }
        } catch (InterruptedException e) {
            trouble.failed("the thread that forces was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** Forces all that is there now. */
    void force() {
        lock.lock();
        try {
            while (forcing) {
                forcedOne.awaitUninterruptibly();
            }
            lead();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
