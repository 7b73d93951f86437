package io.github.licensing4j.core.usage.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The segment that is being written. Records are encoded outside of its lock; under the lock they get their number and
 * are copied. The length is stored last, so a process that dies in between leaves no record. Safe for use by many
 * threads.
 */
final class Segment {
    /** The segment has no room or is sealed: append to the next one. */
    static final long NO_ROOM = 0;

    private static final int SPINS = 64;
    private static final VarHandle LENGTH = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle COMMITTED;

    static {
        try {
            COMMITTED = MethodHandles.lookup().findVarHandle(Segment.class, "committed", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SegmentName name;
    private final int stamp;
    private final MappedByteBuffer map;
    /** The end of calls: the bytes after it are reserved for the seal. */
    private final int limit;

    private final long firstSeq;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile int committed = Format.HEADER;
    private volatile boolean sealed;
    private volatile boolean complete;
    private volatile int forcedTo;
    /** Guarded by the lock, as are the following fields. */
    private long nextSeq;

    private long latestMillis;
    /** The numbers of accounts and descriptors that it contains. */
    private final int[] definitions = new int[Format.DESCRIPTOR + 1];

    private int definitionBytes;

    /**
     * @param stamp distinguishes it from every other segment of this process
     * @param map the whole file, filled with zeros
     * @param header is written immediately
     */
    Segment(int stamp, MappedByteBuffer map, SegmentHeader header) {
        this.name = header.name();
        this.stamp = stamp;
        this.map = map;
        this.limit = map.capacity() - Format.HEAD;
        this.firstSeq = header.firstSeq();
        this.nextSeq = firstSeq;
        this.latestMillis = header.highWater();
        map.put(0, header.bytes());
    }

    /** Appends a call and returns its sequence number, or {@link #NO_ROOM}. */
    long append(RecordEncoder record) {
        enter();
        try {
            if (sealed || record.length() > limit - committed) {
                return NO_ROOM;
            }
            long seq = nextSeq;
            store(record, seq);
            nextSeq = seq + 1;
            if (record.atMillis() > latestMillis) {
                latestMillis = record.atMillis();
            }
            return seq;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of a definition in this segment, writing it if it has none; -1 if there is no room. */
    int reference(Definition definition, RecordEncoder recordEncoder) {
        int known = definition.referenceIn(stamp);
        return known >= 0 ? known : define(definition, recordEncoder);
    }

    private int define(Definition definition, RecordEncoder recordEncoder) {
        recordEncoder.definition(definition);
        enter();
        try {
            int known = definition.referenceIn(stamp);
            if (known >= 0 || sealed || recordEncoder.tooLarge() || recordEncoder.length() > limit - committed) {
                return known;
            }
            int number = definitions[definition.type()]++;
            store(recordEncoder, number);
            definitionBytes += recordEncoder.length();
            definition.refer(stamp, number);
            return number;
        } finally {
            lock.unlock();
        }
    }

    /** Seals the segment, so that nothing more is appended. Returns the next sequence number of the journal. */
    long seal() {
        enter();
        try {
            sealed = true;
            return nextSeq;
        } finally {
            lock.unlock();
        }
    }

    /** Removes a seal that is not written yet. */
    void unseal() {
        enter();
        try {
            sealed = false;
        } finally {
            lock.unlock();
        }
    }

    /** Writes the seal, for which there is always room. */
    void writeSeal(byte why) {
        RecordEncoder recordEncoder = new RecordEncoder();
        recordEncoder.seal(why);
        enter();
        try {
            store(recordEncoder, nextSeq);
            complete = true;
        } finally {
            lock.unlock();
        }
    }

    private void store(RecordEncoder record, long number) {
        record.number(number, name.seed());
        int at = committed;
        map.put(at + 4, record.bytes(), 4, record.length() - 4);
        LENGTH.setRelease(map, at, record.length());
        COMMITTED.setRelease(this, at + record.length());
    }

    /** The section is a few dozen instructions long, so a short spin is cheaper than parking. */
    private void enter() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** Writes the last sequence number to the header, so that a lost tail is detected. */
    void checkpoint() {
        long seq = lastSeq();
        map.putLong(SegmentHeader.CHECKPOINT, Long.reverseBytes(seq));
        map.putInt(SegmentHeader.CHECKPOINT + 8, Integer.reverseBytes(SegmentHeader.checkpointCheck(seq, name)));
    }

    /** Returns the number of its last call; one below the first if it has none. */
    long lastSeq() {
        enter();
        try {
            return nextSeq - 1;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the latest instant in it or before it, epoch milliseconds. */
    long latestMillis() {
        enter();
        try {
            return latestMillis;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the bytes that accounts and descriptors take. */
    int definitionBytes() {
        enter();
        try {
            return definitionBytes;
        } finally {
            lock.unlock();
        }
    }

    SegmentName name() {
        return name;
    }

    long firstSeq() {
        return firstSeq;
    }

    boolean isSealed() {
        return sealed;
    }

    /** Returns whether its seal is written. */
    boolean isComplete() {
        return complete;
    }

    /** Records that everything up to an offset is on disk. */
    void forced(int to) {
        forcedTo = to;
    }

    /** Returns whether any of it was ever forced to the disk. */
    boolean isForced() {
        return forcedTo > 0;
    }

    /** Returns whether any of it is not on disk. */
    boolean isDirty() {
        return forcedTo < committed;
    }

    /** Returns the bytes that are left for calls. */
    int free() {
        return limit - committed;
    }

    int capacity() {
        return map.capacity();
    }

    MappedByteBuffer map() {
        return map;
    }

    /** Returns the end of the complete records. */
    int end() {
        return committed;
    }
}
