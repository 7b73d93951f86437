package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Begins the segments of a run, each with the next sequence number of the one before. For one thread at a time. */
final class SegmentRoller {
    private final JournalFiles files;
    private final long highWater;
    /** Different from the stamps of other journals, so that a definition shared by mistake is written again. */
    private final int firstStamp = ThreadLocalRandom.current().nextInt();

    private long nextSeq = 1;
    private int index;

    SegmentRoller(JournalFiles files) {
        this.files = files;
        this.highWater = files.recovery().highWater().toEpochMilli();
    }

    /**
     * Seals a segment and begins the next one, which is not written to before it is returned.
     *
     * @param ended the segment to seal, null before the first
     * @return null if the next segment could not be added to the journal; the ended one is then unsealed
     */
    @Nullable
    Segment begin(@Nullable Segment ended, PreallocatedSegment preallocatedSegment) {
        if (ended != null) {
            nextSeq = ended.seal();
        }
        SegmentName name = new SegmentName(files.epoch(), index + 1);
        long latest = ended == null ? highWater : ended.latestMillis();
        SegmentHeader header = new SegmentHeader(
                Format.VERSION, name, preallocatedSegment.map().capacity(), nextSeq, latest);
        Segment next = new Segment(firstStamp + name.index(), preallocatedSegment.map(), header);
        try {
            files.add(next, preallocatedSegment);
        } catch (IOException e) {
            files.journalFaults().failed("naming segment " + name.fileName(), e);
            if (ended != null) {
                ended.unseal();
            }
            return null;
        }
        index = name.index();
        if (ended != null) {
            ended.writeSeal(Format.ROLLED);
            files.segmentPreallocator().full(ended);
        }
        return next;
    }
}
