package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.usage.CorrectionFollower;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.export.UsageMessages;
import java.time.Duration;
import java.util.List;

/**
 * What administrators of usage work with.
 *
 * @param usage what brings usage to the ledger
 * @param corrections applies corrections to the counters of this node
 * @param messages words what webhooks are told of usage
 * @param exporters the names of those who are told of usage
 * @param grace how long after its end an hour is told
 */
public record UsageParts(
        Usage usage, CorrectionFollower corrections, UsageMessages messages, List<String> exporters, Duration grace) {
    public UsageParts {
        exporters = List.copyOf(exporters);
    }
}
