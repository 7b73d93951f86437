package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;

/** The usage of one call, in the order of its {@link CallDescriptor}. Nothing is copied: it is valid for one append. */
public final class CallRecord {
    final long atMillis;
    final int status;
    final UsageKind kind;
    final long[] meterUnits;
    final List<QuotaWindow> windows;
    final long[] counterUnits;
    final List<ConsumedCredit> consumed;

    /**
     * @param atMillis when it was decided, epoch milliseconds
     * @param status the HTTP status it ended with
     * @param kind whether its units are charged
     * @param meterUnits units of each meter of the descriptor
     */
    public CallRecord(long atMillis, int status, UsageKind kind, long[] meterUnits) {
        this(atMillis, status, kind, meterUnits, List.of(), new long[0], List.of());
    }

    /**
     * @param atMillis when it was decided, epoch milliseconds
     * @param status the HTTP status it ended with
     * @param kind whether its units are charged
     * @param meterUnits units of each meter of the descriptor
     * @param windows the period of each counter of the descriptor; empty if the call counts in none
     * @param counterUnits units of each counter, as many as there are windows
     * @param consumed the units consumed from grants
     */
    public CallRecord(
            long atMillis,
            int status,
            UsageKind kind,
            long[] meterUnits,
            List<QuotaWindow> windows,
            long[] counterUnits,
            List<ConsumedCredit> consumed) {
        this.atMillis = atMillis;
        this.status = status;
        this.kind = kind;
        this.meterUnits = meterUnits;
        this.windows = windows;
        this.counterUnits = counterUnits;
        this.consumed = consumed;
    }

    public long atMillis() {
        return atMillis;
    }

    public int status() {
        return status;
    }

    public UsageKind kind() {
        return kind;
    }

    /** Returns the units of a meter of the descriptor. */
    public long meterUnits(int meter) {
        return meterUnits[meter];
    }

    public List<QuotaWindow> windows() {
        return windows;
    }

    public long counterUnits(int counter) {
        return counterUnits[counter];
    }

    public List<ConsumedCredit> consumed() {
        return consumed;
    }

    /** @throws IllegalArgumentException if it does not match the descriptor */
    void requireDescriptor(CallDescriptor descriptor) {
        int counters = windows.size();
        if (meterUnits.length != descriptor.meters().size()
                || counterUnits.length != counters
                || (counters != 0 && counters != descriptor.counters().size())) {
            throw new IllegalArgumentException("a call of " + descriptor + " has units of " + meterUnits.length
                    + " meters, "
                    + counters + " windows and units of " + counterUnits.length + " counters; expected "
                    + descriptor.meters().size() + " meters and "
                    + descriptor.counters().size() + " counters");
        }
        for (int i = 0; i < consumed.size(); i++) {
            if (consumed.get(i).credit() < 0
                    || consumed.get(i).credit() >= descriptor.credits().size()) {
                throw new IllegalArgumentException(
                        "no credit " + consumed.get(i).credit() + " in " + descriptor);
            }
        }
    }
}
