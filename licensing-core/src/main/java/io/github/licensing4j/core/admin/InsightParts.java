package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.insight.CallMeasurements;
import io.github.licensing4j.core.insight.InsightSettings;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.SignalStore;
import java.util.List;
import java.util.Optional;

/**
 * The parts that figures over time depend on.
 *
 * @param store adds up figures
 * @param signals stores signals, empty if it stores none
 * @param measurements counts refusals and the time of calls
 * @param settings how long details are kept
 * @param issuers the issuers of the licenses whose usage is stored
 */
record InsightParts(
        InsightStore store,
        Optional<SignalStore> signals,
        CallMeasurements measurements,
        InsightSettings settings,
        List<String> issuers) {
    InsightParts {
        issuers = List.copyOf(issuers);
    }
}
