package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.insight.CallMeasurements;
import io.github.licensing4j.core.insight.CallOrigins;
import io.github.licensing4j.core.insight.InsightSettings;
import io.github.licensing4j.core.insight.signal.SignalSettings;
import io.github.licensing4j.spi.SignalListener;
import java.util.Optional;

/**
 * The records of calls that administrators read.
 *
 * @param refusals counts refusals for the audit log
 * @param recent the last refusals of each license
 * @param measurements counts refusals and the time of calls over time
 * @param origins remembers where calls come from
 * @param insight how long details of figures are kept
 * @param signals how signals are found and delivered
 */
public record CallRecords(
        RefusalCounts refusals,
        RefusalMemory recent,
        CallMeasurements measurements,
        CallOrigins origins,
        InsightSettings insight,
        Signals signals) {
    /**
     * The settings of signals.
     *
     * @param settings from which amounts on they are found; empty if they are not looked for
     * @param listener receives them
     */
    public record Signals(Optional<SignalSettings> settings, SignalListener listener) {}
}
