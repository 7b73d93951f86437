package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.core.file.OwnerOnlyFiles;
import io.github.licensing4j.core.schedule.GuardedTask;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of an open journal, in the order of their creation: lock, recovery, epoch, and the two threads. */
record JournalFiles(
        JournalLock lock,
        JournalDirectory directory,
        RecoveryReport recovery,
        long epoch,
        JournalFaults journalFaults,
        SegmentCatalog segmentCatalog,
        SegmentPreallocator segmentPreallocator,
        Flusher flusher,
        Thread making,
        Thread forcing) {
    private static final Duration RESTART = Duration.ofMillis(100);
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);

    static JournalFiles open(JournalSettings settings, InstantSource clock, @Nullable SegmentFsync segmentFsync)
            throws IOException {
        OwnerOnlyFiles.createDirectories(settings.directory());
        JournalLock lock = JournalLock.acquire(settings.directory());
        try {
            return open(settings, clock, segmentFsync, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static JournalFiles open(
            JournalSettings settings, InstantSource clock, @Nullable SegmentFsync segmentFsync, JournalLock lock)
            throws IOException {
        JournalDirectory directory = new JournalDirectory(settings.directory());
        Recovery found = Recovery.read(directory.segments(), settings.segmentBytes());
        RecoveryReport report = found.report();
        report.damages().forEach(damage -> log.error("the usage journal is damaged: {}", damage));
        found.cut();
        directory.deleteBlanks();
        SegmentCatalog segmentCatalog = new SegmentCatalog(settings);
        long last = settings.epochAfter();
        for (SegmentScan segmentScan : found.scans()) {
            segmentCatalog.add(StoredSegment.of(segmentScan));
            last = Math.max(last, segmentScan.name.epoch());
        }
        long epoch = directory.startEpoch(last);
        JournalFaults journalFaults = new JournalFaults(clock);
        SegmentPreallocator segmentPreallocator = new SegmentPreallocator(
                journalFaults.watchSegments(directory::preallocate), segmentCatalog, settings, epoch);
        Flusher flusher = new Flusher(
                journalFaults.watchForces(segmentFsync == null ? directory::force : segmentFsync), journalFaults);
        return new JournalFiles(
                lock,
                directory,
                report,
                epoch,
                journalFaults,
                segmentCatalog,
                segmentPreallocator,
                flusher,
                started(segmentPreallocator::run, "prepare journal segments", "licensing-journal-ahead"),
                started(flusher::run, "force the journal", "licensing-journal-force"));
    }

    private static Thread started(Runnable work, String what, String name) {
        GuardedTask task = new GuardedTask(what, RESTART, work::run, System::nanoTime);
        Thread thread = new Thread(task::runUntilItReturns, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Adds a segment that has its header to the journal. */
    void add(Segment segment, PreallocatedSegment preallocatedSegment) throws IOException {
        StoredSegment stored = StoredSegment.live(segment, directory.name(preallocatedSegment, segment.name()));
        segmentCatalog.add(stored);
        flusher.add(stored);
    }

    void close() {
        segmentPreallocator.close();
        flusher.close();
        try {
            join(making);
            join(forcing);
            flusher.force();
            segmentPreallocator.deleteSpare();
            lock.close();
        } catch (IOException e) {
            log.warn("the usage journal was closed with errors: {}", e, e);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
