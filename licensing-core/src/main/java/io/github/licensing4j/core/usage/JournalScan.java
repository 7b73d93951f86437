package io.github.licensing4j.core.usage;

import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.usage.journal.EpochRange;
import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import java.io.IOException;
import java.util.List;

/** Sums the charged units in the journal of one run, in one pass. */
final class JournalScan implements RunScan {
    private final UsageSums shipped = new UsageSums();
    private final UsageSums waiting = new UsageSums();

    private long first;
    private long last;
    private long unreadable;

    private JournalScan() {}

    /** @param upTo the number of the last call of the run that is in the ledger */
    static JournalScan of(UsageJournal journal, long epoch, long upTo) {
        JournalScan scan = once(journal, epoch, upTo);
        // Calls deleted to make room for new ones while the journal was read are neither present nor damaged.
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
            // A call that was appended before the range was read, and is not found, is damaged.
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
        List<String> meters = call.descriptor().meters();
        for (int i = 0; i < meters.size(); i++) {
            sums.add(call.account().license(), meters.get(i), call.meterUnits(i), 1);
        }
    }

    /** Returns whether the journal begins with the first call of the run, so that none was deleted. */
    @Override
    public boolean isWhole() {
        return first == 1;
    }

    /** Returns the number of the last deleted call. */
    long released() {
        return first - 1;
    }

    @Override
    public UsageSums shipped() {
        return shipped;
    }

    @Override
    public UsageSums waiting() {
        return waiting;
    }

    @Override
    public boolean isWaitingKnown() {
        return true;
    }

    @Override
    public Long recorded() {
        return last - unreadable;
    }

    @Override
    public long unreadable() {
        return unreadable;
    }

    @Override
    public String partialBecause(String run) {
        return "records 1 to " + released() + " of " + run
                + " were in the ledger and are no longer in the journal: decided usage is compared with the ledger";
    }
}
