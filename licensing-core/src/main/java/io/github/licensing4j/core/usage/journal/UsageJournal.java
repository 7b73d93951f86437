package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.Health;
import io.github.licensing4j.core.usage.journal.JournalFaults.Faults;
import io.github.licensing4j.core.usage.journal.JournalSettings.Fsync;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import io.github.licensing4j.core.usage.journal.SegmentPreallocator.Supply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log of the usage of calls. A call is in the mapped file when {@link #append} returns and so survives
 * the death of the process; {@link Fsync} describes what is lost after a power or kernel failure. Calls are numbered
 * from 1 without gaps per epoch, which is one run of this node. Safe for use by many threads.
 */
public final class UsageJournal implements AutoCloseable {
    /** Returned for a call that was not recorded; {@link #shed} counts it. */
    public static final long NOT_KEPT = -1;

    private final JournalSettings settings;
    private final InstantSource clock;
    private final JournalFiles files;
    private final RecoveryReport recovery;
    private final boolean always;
    private final ThreadLocal<RecordEncoder> scratches = ThreadLocal.withInitial(RecordEncoder::new);
    private final ReentrantLock rolling = new ReentrantLock();
    /** Guarded by the lock. */
    private final SegmentRoller segmentRoller;

    private volatile @Nullable Segment current;
    private volatile boolean closed;
    private volatile boolean broken;

    private UsageJournal(JournalSettings settings, InstantSource clock, JournalFiles files) {
        this.settings = settings;
        this.clock = clock;
        this.files = files;
        this.recovery = files.recovery();
        this.segmentRoller = new SegmentRoller(files);
        this.always = settings.fsync() == Fsync.ALWAYS;
    }

    /**
     * Opens a journal: locks the directory for this process, recovers the calls of earlier runs, and starts a new
     * epoch.
     *
     * @param clock the clock for the age of shipped segments and the interval of log entries
     * @throws JournalException if the directory is in use, cannot be written, or is of another version; nothing is deleted
     */
    public static UsageJournal open(JournalSettings settings, InstantSource clock) {
        return open(settings, clock, null);
    }

    static UsageJournal open(JournalSettings settings, InstantSource clock, @Nullable SegmentFsync segmentFsync) {
        try {
            UsageJournal journal = new UsageJournal(settings, clock, JournalFiles.open(settings, clock, segmentFsync));
            journal.roll(null);
            return journal;
        } catch (IOException e) {
            throw new JournalException("the usage journal in " + settings.directory() + " cannot be opened: " + e, e);
        }
    }

    /** Returns this run's number. */
    public long epoch() {
        return files.epoch();
    }

    /** Returns how many bytes of shipped segments are kept. */
    public long keptBytes() {
        return settings.keepBytes();
    }

    /** Returns the result of recovery at opening. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /**
     * Records a call; with {@link Fsync#ALWAYS} waits until it is on disk. Never fails because of the disk.
     *
     * @return its sequence number, or {@link #NOT_KEPT}
     * @throws IllegalArgumentException if the call does not match its descriptor
     */
    public long append(UsageAccount account, CallDescriptor descriptor, CallRecord call) {
        call.requireDescriptor(descriptor);
        long seq = tryWrite(account, descriptor, call);
        if (always && seq > 0) {
            files.flusher().await(seq);
        }
        return seq;
    }

    private long tryWrite(UsageAccount account, CallDescriptor descriptor, CallRecord call) {
        if (broken) {
            return shed(ShedReason.FAILED);
        }
        try {
            return write(account, descriptor, call);
        } catch (InternalError e) {
            // Java's signal that a mapped file was truncated or cannot be read. The record may be incomplete.
            broken = true;
            files.journalFaults().failed("an append", e);
            return shed(ShedReason.FAILED);
        }
    }

    private long write(UsageAccount account, CallDescriptor descriptor, CallRecord call) {
        RecordEncoder recordEncoder = scratches.get();
        while (true) {
            Segment segment = current;
            if (segment != null) {
                int accountRef = segment.reference(account, recordEncoder);
                int descriptorRef = accountRef < 0 ? -1 : segment.reference(descriptor, recordEncoder);
                if (descriptorRef >= 0) {
                    recordEncoder.call(accountRef, descriptorRef, call);
                    long seq = recordEncoder.tooLarge() ? Segment.NO_ROOM : segment.append(recordEncoder);
                    if (seq != Segment.NO_ROOM) {
                        return seq;
                    }
                }
                if (recordEncoder.tooLarge()) {
                    return shed(ShedReason.TOO_LARGE);
                }
            }
            if (!roll(segment)) {
                return shed(closed ? ShedReason.CLOSED : ShedReason.FULL);
            }
        }
    }

    private long shed(ShedReason reason) {
        files.journalFaults().shed(reason);
        return NOT_KEPT;
    }

    /** Begins the next segment. Returns false if there is none. */
    private boolean roll(@Nullable Segment ended) {
        if (closed) {
            return false;
        }
        rolling.lock();
        try {
            if (closed || current != ended) {
                return !closed;
            }
            PreallocatedSegment preallocatedSegment =
                    files.segmentPreallocator().take();
            if (preallocatedSegment == null) {
                return false;
            }
            Segment begun = null;
            try {
                begun = segmentRoller.begin(ended, preallocatedSegment);
                if (begun != null) {
                    current = begun;
                }
            } finally {
                files.segmentPreallocator().settle(begun != null ? null : preallocatedSegment);
            }
            return begun != null;
        } finally {
            rolling.unlock();
        }
    }

    /**
     * Returns whether a call may be granted: there is room for it and for all calls in flight. Costs two volatile
     * reads. Always true if calls are {@linkplain WhenFull#SHED shed}.
     */
    public boolean hasRoom() {
        if (settings.whenFull() == WhenFull.SHED) {
            return true;
        }
        return hasRoom(
                files.journalFaults().faults(), files.segmentPreallocator().supply());
    }

    private boolean hasRoom(Faults faults, Supply supply) {
        return !closed && !faults.exist() && (supply.hasNext() || hasHeadroom(supply));
    }

    /** Called after reading the supply: a segment that was begun meanwhile is seen here. */
    private boolean hasHeadroom(Supply supply) {
        Segment segment = current;
        return segment != null && segment.free() >= headroom(supply);
    }

    /**
     * A quarter of a segment: 4 MiB hold more than 40,000 calls in flight. Less while the next segment is being
     * created, since calls without room then wait for it.
     */
    private int headroom(Supply supply) {
        return settings.segmentBytes() / (supply.full() == null ? 16 : 4);
    }

    /** Returns a cursor over the calls of an epoch after a number, up to the last complete one. */
    public JournalCursor read(long epoch, long afterSeq) {
        return new JournalCursor(files.segmentCatalog(), epoch, afterSeq);
    }

    /** Returns every run that has calls on disk, oldest first; this one last. */
    public List<EpochRange> epochs() {
        return files.segmentCatalog().epochs();
    }

    /**
     * Records that the ledger has calls up to a number. Segments whose calls are all in the ledger are deleted, oldest
     * first, beyond those kept for reconciliation.
     */
    public void released(long epoch, long upToSeq) {
        files.segmentCatalog().release(epoch, upToSeq, clock.millis());
        files.segmentPreallocator().wake();
    }

    /** Returns how many calls were not recorded since the start, by reason; reasons without any are left out. */
    public Map<ShedReason, Long> shed() {
        return files.journalFaults().counts();
    }

    /** Forces everything appended to the disk. */
    public void force() {
        files.flusher().force();
    }

    public Health.Component health() {
        Faults faults = files.journalFaults().faults();
        Supply supply = files.segmentPreallocator().supply();
        boolean hasRoom = settings.whenFull() == WhenFull.SHED || hasRoom(faults, supply);
        String failure = faults.first();
        Health.Component own = JournalHealth.of(epoch(), failure == null ? supply.full() : failure, shed(), hasRoom);
        return JournalHealth.with(files.journalFaults().stall(), JournalHealth.with(recovery, own));
    }

    /**
     * Closes the journal: forces everything to the disk, writes the seal, stops its threads and releases the directory.
     * Mappings are released by the garbage collector, as Java 17 has no other safe way. Later calls are counted as
     * shed.
     */
    @Override
    public void close() {
        rolling.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            Segment last = current;
            current = null;
            if (last != null) {
                last.seal();
                last.writeSeal(Format.CLOSED);
            }
        } finally {
            rolling.unlock();
        }
        files.close();
    }
}
