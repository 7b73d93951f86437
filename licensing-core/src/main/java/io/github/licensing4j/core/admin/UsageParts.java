package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.MeterUnits;
import io.github.licensing4j.core.usage.CorrectionFollower;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.export.UsageMessages;
import java.time.Duration;
import java.util.List;

/**
 * The parts that the administration of usage depends on.
 *
 * @param usage ships usage to the ledger
 * @param corrections applies corrections to the counters of this node
 * @param messages renders usage notifications for webhooks
 * @param exporters the names of the exporters
 * @param grace how long after its end an hour is exported
 * @param units the units that meters were counted in
 * @param catalogs the catalogs that were in force
 */
public record UsageParts(
        Usage usage,
        CorrectionFollower corrections,
        UsageMessages messages,
        List<String> exporters,
        Duration grace,
        MeterUnits units,
        CatalogHistory catalogs) {
    public UsageParts {
        exporters = List.copyOf(exporters);
    }
}
