package io.github.licensing4j.core.usage;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.LimitCounterStore;
import io.github.licensing4j.core.usage.journal.JournalCounters;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.LimitCounter;
import io.github.licensing4j.spi.UsageLedger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores the counters of limits in the ledger, and beside the journal where that is all that outlives the process.
 * Without a ledger they are kept for as long as the process runs. Not safe for use by many threads.
 */
public final class KeptCounters implements LimitCounterStore {
    private final UsageLedger ledger;
    private final @Nullable JournalSettings journal;
    private final Map<Key, LimitCounter> inProcess = new LinkedHashMap<>();

    private record Key(PlanId plan, String limit) {}

    public KeptCounters(UsageLedger ledger, @Nullable JournalSettings journal) {
        this.ledger = ledger;
        this.journal = ledger.isDurable() ? null : journal;
        if (this.journal != null) {
            put(JournalCounters.read(this.journal.directory()));
        }
    }

    @Override
    public List<LimitCounter> read() {
        return ledger == UsageLedger.none() ? List.copyOf(inProcess.values()) : ledger.limitCounters();
    }

    @Override
    public void write(Collection<LimitCounter> changed) {
        put(changed);
        if (journal != null) {
            JournalCounters.write(journal.directory(), read());
        }
    }

    private void put(Collection<LimitCounter> counters) {
        if (ledger == UsageLedger.none()) {
            counters.forEach(one -> inProcess.put(new Key(one.plan(), one.limit()), one));
        } else {
            ledger.keep(counters);
        }
    }
}
