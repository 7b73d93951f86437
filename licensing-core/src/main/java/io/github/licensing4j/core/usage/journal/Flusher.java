package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forces segments to the disk, one force at a time. Callers that wait during a force share the next one. Appending
 * never waits for a lock that is held during a force. Safe for use by many threads.
 */
final class Flusher {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SegmentFsync segmentFsync;
    private final JournalFaults journalFaults;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forcedOne = lock.newCondition();
    private final GuardedState closing = new GuardedState(lock);
    /** Segments that are not completely on disk, oldest first, guarded by the lock. */
    private final List<StoredSegment> open = new ArrayList<>();

    private boolean forcing;
    private boolean closed;
    private volatile long forced;

    Flusher(SegmentFsync segmentFsync, JournalFaults journalFaults) {
        this.segmentFsync = segmentFsync;
        this.journalFaults = journalFaults;
    }

    void add(StoredSegment segment) {
        lock.lock();
        try {
            open.add(segment);
        } finally {
            lock.unlock();
        }
    }

    /** Returns once all calls up to a number are on disk, or the disk is known to have failed. */
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

    /** Forces for all waiting callers, with the lock released meanwhile. */
    private void lead() {
        List<StoredSegment> segments = List.copyOf(open);
        forcing = true;
        lock.unlock();
        long reached = 0;
        boolean succeeded = true;
        try {
            for (StoredSegment segment : segments) {
                reached = Math.max(reached, segment.lastSeq());
                succeeded &= force(segment);
            }
        } finally {
            lock.lock();
            forcing = false;
            forced = Math.max(forced, reached);
            forcedOne.signalAll();
            open.removeIf(StoredSegment::isRetired);
        }
        if (succeeded) {
            journalFaults.overcome();
        }
    }

    /**
     * Returns false if the force must be retried. Waiting callers continue: their calls are in the mapping, and health
     * shows that they are not on disk.
     */
    private boolean force(StoredSegment stored) {
        Segment segment = stored.segment();
        if (segment == null) {
            return true;
        }
        boolean complete = segment.isComplete();
        try {
            segment.checkpoint();
            int to = segment.end();
            segmentFsync.force(segment, to);
            segment.forced(to);
        } catch (IOException | RuntimeException | InternalError e) {
            journalFaults.failed("a force of " + segment.name().fileName(), e);
        } catch (Error e) {
            journalFaults.setback("a force of " + segment.name().fileName(), e);
            return false;
        }
        if (complete) {
            stored.retire();
        }
        return true;
    }

    /** Forces appended calls every 50 ms until {@link #close}. */
    void run() {
        lock.lock();
        try {
            while (!closed) {
                closing.changed().awaitNanos(EVERY_NANOS);
                forceIfDirty();
            }
        } catch (InterruptedException e) {
            journalFaults.failed("the thread that forces was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** Continues after any error: if the thread ended, no call would reach the disk and no segment be released. */
    private void forceIfDirty() {
        try {
            if (!forcing && (journalFaults.hasSetback() || open.stream().anyMatch(StoredSegment::isDirty))) {
                lead();
            }
        } catch (RuntimeException | Error e) {
            journalFaults.unknownSetback();
        }
    }

    /** Forces everything appended so far. */
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
        closing.change(() -> closed = true);
    }
}
