package io.github.licensing4j.core;

import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.ShadowCatalog;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.concurrency.ConcurrencyRule;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.quota.QuotaRule;
import io.github.licensing4j.core.limit.rate.RateRule;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.usage.shadow.ShadowCounts;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.UsageLedger;
import java.time.InstantSource;
import java.util.List;

/**
 * Builds the comparison with a shadow catalog. Used once, by {@link Assembly}.
 *
 * @param quotas what counts the live quotas
 */
record ShadowAssembly(LicensingBuilder settings, QuotaStore quotas, UsageLedger ledger, InstantSource time) {
    ShadowSlot slot(LiveCatalog catalogs, Schedule schedule) {
        ShadowCatalog catalog = new ShadowCatalog(
                catalogs, new ShadowCatalog.Source(settings.shadowCatalog, settings.reloadInterval), time, schedule);
        return new ShadowSlot(catalog, this::comparison);
    }

    /** Starts a comparison whose counters are in memory of their own, and never evicted while they count. */
    private ShadowComparison comparison(ShadowCatalog.Candidate candidate) {
        InMemoryCounters counters = new InMemoryCounters(
                ShadowComparison.MOST_CUSTOMERS, new ShadowCounts(quotas, ledger), license -> false, NodeLeases.none());
        Limits limits = new Limits(
                List.of(ConcurrencyRule.in(counters), RateRule.in(counters), QuotaRule.in(counters)),
                LimitKinds::rule,
                time);
        return new ShadowComparison(candidate, settings.unannotated, limits);
    }
}
