package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the next segment ready before it is needed, on a thread of its own. Where there is no room it looks again every second and
 * after each release. Safe for use by many threads.
 */
final class SegmentPreallocator {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);

    private final Maker maker;
    private final SegmentCatalog segmentCatalog;
    private final JournalSettings settings;
    private final long epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Replaced as a whole under the lock, so that one read shows one state. */
    private volatile Supply supply = new Supply(null, false, null);

    private boolean closed;
    private int made;

    /**
     * Where the next segment is, at one moment.
     *
     * @param spare the next segment, null if it is not made or with its taker
     * @param taken whether a segment is with its taker, so that its bytes are counted nowhere
     * @param full why there is no room for another segment, null if there is
     */
    record Supply(
            @Nullable PreallocatedSegment spare,
            boolean taken,
            @Nullable String full) {

        /** Made beforehand, for when there is no memory to make one. */
        static final Supply UNKNOWN = new Supply(null, false, "no segment could be made");

        /** Whether there is a next segment, be it with its taker: calls that come while the journal goes on to it are not refused. */
        boolean hasNext() {
            return spare != null || taken;
        }
    }

    /** Makes a segment not yet used. */
    @FunctionalInterface
    interface Maker {
        PreallocatedSegment blank(SegmentName name, int size) throws IOException;
    }

    SegmentPreallocator(Maker maker, SegmentCatalog segmentCatalog, JournalSettings settings, long epoch) {
        this.maker = maker;
        this.segmentCatalog = segmentCatalog;
        this.settings = settings;
        this.epoch = epoch;
    }

    /** The next segment, waiting for it if it is being made; null if there is no room for one. */
    @Nullable
    PreallocatedSegment take() {
        lock.lock();
        try {
            while (supply.spare == null && supply.full == null && !closed) {
                changed.awaitUninterruptibly();
            }
            PreallocatedSegment next = supply.spare;
            supply = new Supply(null, next != null, supply.full);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells what became of the segment that was taken, now that the shelf counts its bytes.
     *
     * @param unused the segment if it could not be used, else null
     */
    void settle(@Nullable PreallocatedSegment unused) {
        lock.lock();
        try {
            supply = new Supply(unused, false, supply.full);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where the next segment is now. */
    Supply supply() {
        return supply;
    }

    /** Looks again, after something was deleted. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes segments until {@link #close}. Whatever goes wrong is tried again: if it ended, those who take would wait for ever. */
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
            deliver(null, "the thread that makes segments was interrupted");
            return false;
        } catch (RuntimeException | Error e) {
            // Not even what went wrong could be said. Health says that there is no room.
            set(Supply.UNKNOWN);
        }
        return true;
    }

    @SuppressWarnings("WaitNotInLoop") // Waking early only means to look once more.
    private boolean awaitNeed() throws InterruptedException {
        lock.lock();
        try {
            if (supply.full != null && !closed) {
                changed.await(1, TimeUnit.SECONDS);
            }
            while (supply.hasNext() && !closed) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void prepare() {
        int size = settings.segmentBytes();
        if (!segmentCatalog.makeRoom(size)) {
            deliver(
                    null,
                    segmentCatalog.bytes() + " bytes are waiting for the ledger, max-bytes is " + settings.maxBytes());
            return;
        }
        try {
            deliver(maker.blank(new SegmentName(epoch, ++made), size), null);
        } catch (IOException e) {
            // A disk may be full before the bound is reached; what is only kept goes first then too.
            if (!isDiskFull(size) || !segmentCatalog.giveUpOldest()) {
                failed(size, e);
            }
        } catch (RuntimeException | Error e) {
            failed(size, e);
        }
    }

    private void failed(int size, Throwable why) {
        deliver(null, "no segment of " + size + " bytes can be made in " + settings.directory() + ": " + why);
    }

    private boolean isDiskFull(int size) {
        try {
            return Files.getFileStore(settings.directory()).getUsableSpace() < size;
        } catch (IOException e) {
            log.debug("how much room there is for the usage journal cannot be told", e);
            return false;
        }
    }

    private void deliver(@Nullable PreallocatedSegment preallocatedSegment, @Nullable String why) {
        boolean first = supply.full == null;
        set(new Supply(preallocatedSegment, false, why));
        if (why != null && first) {
            log.error("the usage journal is full: {}", why);
        }
    }

    /** Nothing is taken meanwhile: segments are only made while there is none. */
    private void set(Supply next) {
        lock.lock();
        try {
            supply = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Deletes what was made and not used; once the thread has ended. */
    void deleteSpare() throws IOException {
        PreallocatedSegment unused = supply.spare;
        if (unused != null) {
            Files.deleteIfExists(unused.file());
        }
    }
}
