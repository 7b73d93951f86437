package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.RuleComparison;
import io.github.licensing4j.core.usage.whatif.ReplayedLicense.Stored;
import io.github.licensing4j.spi.CounterIncrement;
import java.util.List;
import java.util.Set;

/** One customer whose usage is replayed under two catalogs. For one thread. */
public final class ReplayedCustomer {
    private final String name;
    private final String issuer;
    private final CountedUsage liveShared;
    private final CountedUsage draftShared;
    private final List<ReplayedLicense> licenses;

    /**
     * A customer as it is stored.
     *
     * @param counters the counters in the ledger that its licenses share
     * @param licenses every license it ever had; at least one
     */
    public record StoredCustomer(String name, List<CounterIncrement> counters, List<Stored> licenses) {}

    public ReplayedCustomer(StoredCustomer stored, Catalog live, Catalog draft, RuleComparison rules) {
        this.name = stored.name;
        this.issuer = stored.licenses.get(0).license().id().issuer();
        this.liveShared = new CountedUsage(stored.counters, Set.of());
        this.draftShared = new CountedUsage(stored.counters, rules.meters());
        ReplayedCatalog liveSide = new ReplayedCatalog(live, Set.of(), liveShared);
        ReplayedCatalog draftSide = new ReplayedCatalog(draft, rules.meters(), draftShared);
        this.licenses = stored.licenses.stream()
                .map(license -> new ReplayedLicense(license, liveSide, draftSide))
                .toList();
    }

    String name() {
        return name;
    }

    public List<ReplayedLicense> licenses() {
        return licenses;
    }

    List<CounterIncrement> liveCounters() {
        return billed(liveShared);
    }

    List<CounterIncrement> draftCounters() {
        return billed(draftShared);
    }

    private List<CounterIncrement> billed(CountedUsage shared) {
        return shared.billed((counter, window, units) -> new CounterIncrement(issuer, null, counter, window, units));
    }
}
