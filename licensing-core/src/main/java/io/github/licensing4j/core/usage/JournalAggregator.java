package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.ConsumedCredit;
import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.io.IOException;

/** Aggregates the calls of a journal. */
final class JournalAggregator {
    private JournalAggregator() {}

    /**
     * Aggregates the next calls of a journal.
     *
     * @param most the largest number of calls
     * @param last the number of the last call to read, so that reading ends even while calls are appended quickly
     */
    static UsageAggregator next(JournalCursor cursor, int most, long last) throws IOException {
        UsageAggregator adder = new UsageAggregator();
        while (adder.calls() < most && cursor.seq() < last && cursor.next()) {
            add(adder, cursor);
        }
        return adder;
    }

    private static void add(UsageAggregator adder, JournalCursor at) {
        UsageAccount account = at.account();
        CallDescriptor descriptor = at.descriptor();
        UsageAggregator.Sum sum = adder.call(account, descriptor, at.status(), at.kind(), at.atMillis());
        for (int i = 0; i < descriptor.meters().size(); i++) {
            sum.add(i, at.meterUnits(i));
        }
        for (int i = 0; i < at.counters(); i++) {
            QuotaWindow window = new QuotaWindow(at.windowStart(i), at.windowEnd(i));
            adder.counter(account, descriptor.counters().get(i).of(account), window, at.counterUnits(i));
        }
        if (at.hasConsumed()) {
            for (ConsumedCredit consumed : at.consumed()) {
                adder.counter(
                        account,
                        descriptor.credits().get(consumed.credit()).of(account, consumed.grant()),
                        CreditsClaim.EVER,
                        consumed.units());
            }
        }
    }
}
