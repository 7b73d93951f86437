package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the next segment before it is needed, on its own thread. If there is no room, it retries every second and
 * after each release. Safe for use by many threads.
 */
final class SegmentPreallocator {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);

    private final Maker maker;
    private final SegmentCatalog segmentCatalog;
    private final JournalSettings settings;
    private final SegmentSizes segmentSizes;
    private final long epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private final GuardedState state = new GuardedState(lock);
    /** Replaced as a whole under the lock, so that each read sees a consistent state. */
    private volatile Supply supply = new Supply(null, false, null);

    /** Created in advance, for when there is no memory to create it. */
    @SuppressWarnings("UnnecessaryLambda")
    private final Runnable noneMade = () -> supply = Supply.UNKNOWN;

    private boolean closed;
    private int made;

    /**
     * The state of the next segment, at one moment.
     *
     * @param spare the next segment, null if it is not created yet or was taken
     * @param taken whether a taken segment is not in the catalog yet, so that its bytes are counted nowhere
     * @param full why there is no room for another segment, null if there is
     */
    record Supply(
            @Nullable PreallocatedSegment spare,
            boolean taken,
            @Nullable String full) {

        /** Created in advance, for when there is no memory to create one. */
        static final Supply UNKNOWN = new Supply(null, false, "no segment could be made");

        /**
         * Returns whether there is a next segment, even if taken: calls are not refused while the journal switches to
         * it.
         */
        boolean hasNext() {
            return spare != null || taken;
        }
    }

    /** Creates unused segments. */
    @FunctionalInterface
    interface Maker {
        PreallocatedSegment preallocate(SegmentName name, int size) throws IOException;
    }

    SegmentPreallocator(Maker maker, SegmentCatalog segmentCatalog, JournalSettings settings, long epoch) {
        this.maker = maker;
        this.segmentCatalog = segmentCatalog;
        this.settings = settings;
        this.segmentSizes = new SegmentSizes(settings);
        this.epoch = epoch;
    }

    /** Returns the next segment, waiting while it is being created; null if there is no room for one. */
    @Nullable
    PreallocatedSegment take() {
        lock.lock();
        try {
            while (supply.spare == null && supply.full == null && !closed) {
                state.changed().awaitUninterruptibly();
            }
            PreallocatedSegment next = supply.spare;
            supply = new Supply(null, next != null, supply.full);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the taking of a segment, once the catalog counts its bytes.
     *
     * @param unused the segment if it could not be used, else null
     */
    void settle(@Nullable PreallocatedSegment unused) {
        state.change(() -> supply = new Supply(unused, false, supply.full));
    }

    /** Adapts the size of later segments to what a full one contains. */
    void full(Segment segment) {
        segmentSizes.full(segment.capacity(), segment.definitionBytes());
    }

    /** Returns the state of the next segment. */
    Supply supply() {
        return supply;
    }

    /** Retries, after a deletion. */
    void wake() {
        state.change(() -> {});
    }

    /**
     * Creates segments until {@link #close}. Retries after any error: if the thread ended, {@link #take} would wait for
     * ever.
     */
    void run() {
        boolean open = true;
        while (open) {
            open = makeNext();
        }
    }

    private boolean makeNext() {
        try {
            if (!awaitNeed()) {
                return false;
            }
            prepare();
        } catch (InterruptedException e) {
            deliver(null, "the thread that creates segments was interrupted");
            return false;
        } catch (RuntimeException | Error e) {
            // There was not even memory for a description. Health reports that there is no room.
            state.change(noneMade);
        }
        return true;
    }

    @SuppressWarnings("WaitNotInLoop") // An early wake-up only causes one more check.
    private boolean awaitNeed() throws InterruptedException {
        lock.lock();
        try {
            if (supply.full != null && !closed) {
                state.changed().await(1, TimeUnit.SECONDS);
            }
            while (supply.hasNext() && !closed) {
                state.changed().await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void prepare() {
        int size = segmentSizes.next();
        String full = create(size);
        if (full != null && size > segmentSizes.smallest()) {
            full = create(segmentSizes.smallest());
        }
        if (full != null) {
            deliver(null, full);
        }
    }

    /** Creates a segment. Returns why there is no room for it; null if it was created, or if it must be tried again. */
    private @Nullable String create(int size) {
        if (!segmentCatalog.makeRoom(size)) {
            return segmentCatalog.bytes() + " bytes are waiting for the ledger, licensing.usage.max-disk is "
                    + settings.maxBytes();
        }
        try {
            deliver(maker.preallocate(new SegmentName(epoch, ++made), size), null);
            return null;
        } catch (IOException e) {
            // A disk may be full before the limit is reached; shipped segments are deleted then too.
            return isDiskFull(size) && segmentCatalog.deleteOldest() ? null : failed(size, e);
        } catch (RuntimeException | Error e) {
            return failed(size, e);
        }
    }

    private String failed(int size, Throwable why) {
        return "no segment of " + size + " bytes can be created in " + settings.directory() + ": " + why;
    }

    private boolean isDiskFull(int size) {
        try {
            return Files.getFileStore(settings.directory()).getUsableSpace() < size;
        } catch (IOException e) {
            log.debug("the free space for the usage journal is unknown", e);
            return false;
        }
    }

    /** No segment is taken meanwhile: segments are only created while there is none. */
    private void deliver(@Nullable PreallocatedSegment preallocatedSegment, @Nullable String why) {
        boolean first = supply.full == null;
        state.change(() -> supply = new Supply(preallocatedSegment, false, why));
        if (why != null && first) {
            log.error("the usage journal is full: {}", why);
        }
    }

    /** Stops the thread. */
    void close() {
        state.change(() -> closed = true);
    }

    /** Deletes the unused segment, after the thread has ended. */
    void deleteSpare() throws IOException {
        PreallocatedSegment unused = supply.spare;
        if (unused != null) {
            Files.deleteIfExists(unused.file());
        }
    }
}
