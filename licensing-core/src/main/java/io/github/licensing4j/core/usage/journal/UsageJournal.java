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
 * The append-only log of what calls used. A call is in the mapped file when {@link #append} returns and so survives the death of
 * the process; what a failure of power or kernel costs is said by {@link Fsync}. Calls are numbered from 1 without gaps per
 * epoch, which is one run of this node. Safe for use by many threads.
 */
public final class UsageJournal implements AutoCloseable {
    /** The call was not recorded; {@link #shed} counts it. */
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
     * Opens a journal: takes the directory for this process, recovers what earlier runs left, and begins a new epoch.
     *
     * @param clock tells how long shipped segments were kept, and spaces log entries
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

    /** This run's number. */
    public long epoch() {
        return files.epoch();
    }

    /** How much of what the ledger has already is kept. */
    public long keptBytes() {
        return settings.keepBytes();
    }

    /** What was found as the journal was opened. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /**
     * Records a call; with {@link Fsync#ALWAYS} waits until the disk has it. Never fails for reasons of the disk.
     *
     * @return its sequence number, or {@link #NOT_KEPT}
     * @throws IllegalArgumentException if the call has not what the shape says
     */
    public long append(UsageAccount account, CallDescriptor shape, UsageCall call) {
        call.requireShape(shape);
        long seq = tryWrite(account, shape, call);
        if (always && seq > 0) {
            files.flusher().await(seq);
        }
        return seq;
    }

    private long tryWrite(UsageAccount account, CallDescriptor shape, UsageCall call) {
        if (broken) {
            return shed(ShedReason.FAILED);
        }
        try {
            return write(account, shape, call);
        } catch (InternalError e) {
            // How Java shows that a mapped file was cut off or cannot be read. How far the record came is not known.
            broken = true;
            files.journalFaults().failed("an append", e);
            return shed(ShedReason.FAILED);
        }
    }

    private long write(UsageAccount account, CallDescriptor shape, UsageCall call) {
        RecordEncoder recordEncoder = scratches.get();
        while (true) {
            Segment segment = current;
            if (segment != null) {
                int accountRef = segment.reference(account, recordEncoder);
                int shapeRef = accountRef < 0 ? -1 : segment.reference(shape, recordEncoder);
                if (shapeRef >= 0) {
                    recordEncoder.call(accountRef, shapeRef, call);
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

    /** Goes on to the next segment. False if there is none. */
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
     * Whether a call may be granted: there is room for it and for all in flight. Costs two volatile reads. Always true if calls
     * are {@linkplain WhenFull#SHED shed}.
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

    /** Asked after the spare: whoever saw none because it has just been begun sees it here. */
    private boolean hasHeadroom(Supply supply) {
        Segment segment = current;
        return segment != null && segment.free() >= headroom(supply);
    }

    /**
     * A quarter of a segment: 4 MiB are more than 40,000 calls in flight. Less while the next is only being made, since those that
     * find no room then wait for it.
     */
    private int headroom(Supply supply) {
        return settings.segmentBytes() / (supply.full() == null ? 16 : 4);
    }

    /** Reads calls of an epoch after a number, up to the last that is complete. */
    public JournalCursor read(long epoch, long afterSeq) {
        return new JournalCursor(files.segmentCatalog(), epoch, afterSeq);
    }

    /** Every run that has calls on disk, oldest first; this one last. */
    public List<EpochRange> epochs() {
        return files.segmentCatalog().epochs();
    }

    /**
     * Takes note that the ledger has calls up to a number. Segments whose calls it has all are deleted, oldest first, beyond what
     * is kept for reconciliation.
     */
    public void released(long epoch, long upToSeq) {
        files.segmentCatalog().release(epoch, upToSeq, clock.millis());
        files.segmentPreallocator().wake();
    }

    /** How many calls were not recorded since the start, by reason; reasons without any are left out. */
    public Map<ShedReason, Long> shed() {
        return files.journalFaults().counts();
    }

    /** Brings all that is appended to the disk. */
    public void force() {
        files.flusher().force();
    }

    public Health.Component health() {
        Faults faults = files.journalFaults().faults();
        Supply supply = files.segmentPreallocator().supply();
        boolean hasRoom = settings.whenFull() == WhenFull.SHED || hasRoom(faults, supply);
        Health.Component own = JournalHealth.of(epoch(), faults, shed(), supply.full(), hasRoom);
        return JournalHealth.with(files.journalFaults().stall(), JournalHealth.with(recovery, own));
    }

    /**
     * Ends the journal: brings all to the disk, notes that it was closed, stops its threads and frees the directory. Mappings go
     * with the garbage collector, as Java 17 has no other safe way. Calls that come later are counted as shed.
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
