package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.Format.intAt;
import static io.github.licensing4j.core.usage.journal.Format.longAt;
import static io.github.licensing4j.core.usage.journal.Format.shortAt;

import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.usage.journal.UsageEntry.CounterUse;
import io.github.licensing4j.core.usage.journal.UsageEntry.MeterUse;
import io.github.licensing4j.spi.QuotaWindow;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the calls of one epoch in the order of their numbers, without an object per call: its values are those
 * of the current call, until the next move. It never blocks appends, and uses bounded memory. Calls that are unreadable
 * because of damage are skipped, which leaves gaps in the numbers. For one thread.
 */
public final class JournalCursor implements Closeable {
    private final SegmentCatalog segmentCatalog;
    private final long epoch;
    private long seq;
    private @Nullable StoredSegment segment;
    private @Nullable RecordScan scan;
    private Definitions definitions = new Definitions();
    private byte[] bytes = {};
    private int base;
    private int meters;
    private int counters;
    private int end;

    JournalCursor(SegmentCatalog segmentCatalog, long epoch, long afterSeq) {
        this.segmentCatalog = segmentCatalog;
        this.epoch = epoch;
        this.seq = afterSeq;
    }

    /**
     * Moves to the next call. Returns false if there is none yet; it may be called again.
     *
     * @throws IOException if a segment cannot be opened
     */
    public boolean next() throws IOException {
        while (true) {
            if (scan == null && !enter(segmentCatalog.after(epoch, seq))) {
                return false;
            }
            StoredSegment current = segment;
            boolean finished = current == null || current.isFinished();
            if (read()) {
                return true;
            }
            if (!finished || current == null || !enter(segmentCatalog.next(current.name()))) {
                return false;
            }
        }
    }

    private boolean read() throws IOException {
        RecordScan here = scan;
        while (here != null && here.next()) {
            if (here.type() == Format.ACCOUNT || here.type() == Format.DESCRIPTOR) {
                definitions.add(here);
            } else if (here.type() == Format.CALL && here.number() > seq && definitions.matches(here)) {
                moveTo(here);
                return true;
            }
        }
        return false;
    }

    private boolean enter(@Nullable StoredSegment next) throws IOException {
        if (next == null) {
            return false;
        }
        try {
            FileBytes opened = next.open();
            RecordScan before = scan;
            scan = before == null ? new RecordScan(opened, next.name().seed()) : before.over(opened, next.name());
            segment = next;
            definitions = new Definitions();
            if (before != null) {
                before.close();
            }
            return true;
        } catch (NoSuchFileException e) {
            // Deleted since it was looked up, which happens only to shipped segments: continue with the next one.
            return enter(segmentCatalog.next(next.name()));
        }
    }

    private void moveTo(RecordScan call) {
        bytes = call.bytes();
        base = call.base();
        seq = call.number();
        end = base + call.length();
        meters = shortAt(bytes, base + 28);
        counters = shortAt(bytes, base + 30);
    }

    public long epoch() {
        return epoch;
    }

    /** Returns the number of the current call; before the first move, the number to start after. */
    public long seq() {
        return seq;
    }

    /**
     * Returns the index of the current segment within the epoch, from 1: {@link #accountRef} and {@link #descriptorRef} are
     * valid within one segment only.
     */
    public int segmentIndex() {
        StoredSegment current = segment;
        return current == null ? 0 : current.name().index();
    }

    /** Returns the number of the account, from 0 without gaps except for damage. */
    public int accountRef() {
        return intAt(bytes, base + 20);
    }

    /** Returns the number of the descriptor, from 0 without gaps except for damage. */
    public int descriptorRef() {
        return intAt(bytes, base + 24);
    }

    public UsageAccount account() {
        return required(definitions.account(accountRef()));
    }

    public CallDescriptor descriptor() {
        return required(definitions.descriptor(descriptorRef()));
    }

    private static <T> T required(@Nullable T definition) {
        if (definition == null) {
            throw new IllegalStateException("the cursor is not at a call");
        }
        return definition;
    }

    public long atMillis() {
        return longAt(bytes, base + 32);
    }

    public int status() {
        return shortAt(bytes, base + 18);
    }

    public UsageKind kind() {
        return bytes[base + 17] == Format.OBSERVED ? UsageKind.OBSERVED : UsageKind.CHARGED;
    }

    /** Returns the units of a meter of the descriptor. */
    public long meterUnits(int meter) {
        return longAt(bytes, base + Format.CALL_HEAD + 8 * meter);
    }

    /** Returns how many counters the call counts in: those of the descriptor, or none. */
    public int counters() {
        return counters;
    }

    public long windowStart(int counter) {
        return longAt(bytes, counterAt(counter));
    }

    public long windowEnd(int counter) {
        return longAt(bytes, counterAt(counter) + 8);
    }

    public long counterUnits(int counter) {
        return longAt(bytes, counterAt(counter) + 16);
    }

    private int counterAt(int counter) {
        return base + Format.CALL_HEAD + 8 * meters + 24 * counter;
    }

    /** Returns whether the call consumed credits. */
    public boolean hasConsumed() {
        return counterAt(counters) < end;
    }

    /** Returns the consumed units of each grant. */
    public List<ConsumedCredit> consumed() {
        List<ConsumedCredit> consumed = new ArrayList<>();
        for (int at = counterAt(counters); at + 16 <= end; ) {
            int length = intAt(bytes, at + 4);
            String grant = new String(bytes, at + 16, length, StandardCharsets.UTF_8);
            consumed.add(new ConsumedCredit(intAt(bytes, at), grant, longAt(bytes, at + 8)));
            at += 16 + Format.aligned(length);
        }
        return consumed;
    }

    /** Returns the current call as an object. */
    UsageEntry entry() {
        UsageAccount account = account();
        CallDescriptor descriptor = descriptor();
        List<MeterUse> meterUses = new ArrayList<>(meters);
        for (int i = 0; i < meters; i++) {
            meterUses.add(new MeterUse(descriptor.meters().get(i), meterUnits(i)));
        }
        return new UsageEntry(
                seq,
                atMillis(),
                new UsageEntry.Caller(account.license(), account.customer(), account.plan()),
                descriptor.endpoint(),
                descriptor.feature(),
                status(),
                kind(),
                meterUses,
                counterUses(account, descriptor));
    }

    private List<CounterUse> counterUses(UsageAccount account, CallDescriptor descriptor) {
        List<CounterUse> uses = new ArrayList<>();
        for (int i = 0; i < counters; i++) {
            if (counterUnits(i) > 0) {
                QuotaWindow window = new QuotaWindow(windowStart(i), windowEnd(i));
                uses.add(new CounterUse(descriptor.counters().get(i).of(account), window, counterUnits(i)));
            }
        }
        for (ConsumedCredit credit : consumed()) {
            CounterTemplate template = descriptor.credits().get(credit.credit());
            QuotaWindow always = new QuotaWindow(0, Long.MAX_VALUE);
            uses.add(new CounterUse(template.of(account, credit.grant()), always, credit.units()));
        }
        return uses;
    }

    @Override
    public void close() throws IOException {
        if (scan != null) {
            scan.close();
        }
    }
}
