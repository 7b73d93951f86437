package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.EpochRange;
import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.UsageKind;
import java.io.IOException;
import java.util.List;

/** One way over the journal of one run: its charged units. */
final class JournalScan {
    /** What the ledger should have. */
    final UsageSums shipped = new UsageSums();
    /** What it should not have yet. */
    final UsageSums waiting = new UsageSums();

    private long first;
    private long last;
    private long unreadable;

    private JournalScan() {}

    /** @param upTo the number up to which the ledger has it */
    static JournalScan of(UsageJournal journal, long epoch, long upTo) {
        JournalScan scan = once(journal, epoch, upTo);
        // What was let go of to make room for new calls, while it was read, is neither there nor damaged.
        while (scan.first <= upTo && scan.first < firstOf(journal, epoch, upTo)) {
            scan = once(journal, epoch, upTo);
        }
        return scan;
    }

    private static long firstOf(UsageJournal journal, long epoch, long upTo) {
        return journal.epochs().stream()
                .filter(range -> range.epoch() == epoch)
                .mapToLong(EpochRange::firstSeq)
                .findFirst()
                .orElse(upTo + 1);
    }

    private static JournalScan once(UsageJournal journal, long epoch, long upTo) {
        JournalScan scan = new JournalScan();
        scan.first = upTo + 1;
        scan.last = upTo;
        for (EpochRange range : journal.epochs()) {
            if (range.epoch() == epoch) {
                scan.read(journal, range, upTo);
            }
        }
        return scan;
    }

    private void read(UsageJournal journal, EpochRange range, long upTo) {
        first = range.firstSeq();
        try (JournalCursor cursor = journal.read(range.epoch(), 0)) {
            long before = first - 1;
            while (before < range.lastSeq() && cursor.next()) {
                unreadable += cursor.seq() - before - 1;
                before = cursor.seq();
                add(cursor, upTo);
            }
            // What was appended before the range was told and is not found is damaged.
            unreadable += Math.max(0, range.lastSeq() - before);
            last = Math.max(before, range.lastSeq());
        } catch (IOException e) {
            throw new JournalException("epoch " + range.epoch() + " of the usage journal cannot be read: " + e, e);
        }
    }

    private void add(JournalCursor call, long upTo) {
        if (call.kind() != UsageKind.CHARGED) {
            return;
        }
        UsageSums sums = call.seq() <= upTo ? shipped : waiting;
        List<String> meters = call.shape().meters();
        for (int i = 0; i < meters.size(); i++) {
            sums.add(call.account().license(), meters.get(i), call.meterUnits(i), 1);
        }
    }

    /** Whether it begins with the run's first call: nothing of it was let go of. */
    boolean isWhole() {
        return first == 1;
    }

    /** The number of the last call that was let go of. */
    long released() {
        return first - 1;
    }

    /** How many calls were recorded, those let go of included. */
    long recorded() {
        return last - unreadable;
    }

    long unreadable() {
        return unreadable;
    }
}
