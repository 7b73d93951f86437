package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.insight.CallMeasurements;
import io.github.licensing4j.core.insight.CallOrigins;
import io.github.licensing4j.core.insight.InsightSettings;

/**
 * The records of calls that administrators read.
 *
 * @param refusals counts refusals for the audit log
 * @param recent the last refusals of each license
 * @param measurements counts refusals and the time of calls over time
 * @param origins remembers where calls come from
 * @param insight how long details of figures are kept
 */
public record CallRecords(
        RefusalCounts refusals,
        RefusalMemory recent,
        CallMeasurements measurements,
        CallOrigins origins,
        InsightSettings insight) {}
