package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.core.insight.signal.FigureReader.Groups;
import io.github.licensing4j.spi.InsightRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds bursts in the present hour and the two before it. The hours of five weeks are read of those licenses and meters alone whose units
 * are several times the mean of an hour, and once as long as these units do not change.
 */
final class BurstScan {
    private static final int DAY = 24;
    private static final int LEAST_DAYS = 7;
    private static final String CORRECTION = "0";

    private final ScanContext context;
    private final UsageDays days;
    private final Map<Candidate, Optional<Assessment>> assessed;
    private final FigureReader figures;

    /** @param assessed what was assessed in this hour, to which what is new is added */
    BurstScan(ScanContext context, UsageDays days, Map<Candidate, Optional<Assessment>> assessed) {
        this.context = context;
        this.days = days;
        this.assessed = assessed;
        this.figures = context.figures();
    }

    /** An hour that may be a burst, with its units so far. */
    record Candidate(String license, String meter, Instant hour, long units) {}

    private record LicenseMeter(String license, String meter) {}

    List<Finding> findings() {
        Map<LicenseMeter, Assessment> bursts = new LinkedHashMap<>();
        for (Candidate candidate : candidates()) {
            assessed.computeIfAbsent(candidate, this::assess)
                    .ifPresent(found ->
                            bursts.merge(new LicenseMeter(candidate.license, candidate.meter), found, Burst::stronger));
        }
        List<Finding> findings = new ArrayList<>();
        bursts.forEach((subject, burst) -> findings.add(new Finding(
                SignalKind.BURST,
                context.subject(subject.license, subject.meter),
                burst.severity(),
                burst.evidence())));
        return findings;
    }

    /** Returns candidates, those of earlier hours first. */
    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        figures.usage(Groups.by(context.lastHours(Burst.HOURS), InsightDimension.LICENSE), group -> {
            String license = FigureReader.key(group, InsightDimension.LICENSE);
            String meter = FigureReader.key(group, InsightDimension.METER);
            LicenseUse use = days.use(license);
            long units = group.figures().units();
            if (use != null
                    && use.days().first() >= LEAST_DAYS
                    && group.figures().calls() >= context.settings().burstCalls()
                    && units > context.settings().burstFactor() * use.meanHour(meter)) {
                candidates.add(new Candidate(license, meter, FigureReader.start(group), units));
            }
        });
        return candidates;
    }

    private Optional<Assessment> assess(Candidate candidate) {
        Instant end = candidate.hour.plus(1, ChronoUnit.HOURS);
        int hours = Burst.DAYS * DAY + 2;
        InsightRange range = FigureReader.range(end.minus(hours, ChronoUnit.HOURS), end, InsightStep.HOUR);
        HourlyUsage usage = new HourlyUsage(hourOf(range.from()), hours);
        Groups groups = Groups.by(range, InsightDimension.STATUS)
                .where(Map.of(InsightDimension.LICENSE, candidate.license, InsightDimension.METER, candidate.meter));
        figures.usage(groups, group -> {
            if (!CORRECTION.equals(FigureReader.key(group, InsightDimension.STATUS))) {
                usage.add(
                        hourOf(FigureReader.start(group)),
                        group.figures().units(),
                        group.figures().calls());
            }
        });
        return new Burst(usage, context.settings()).assess(hourOf(candidate.hour));
    }

    private static long hourOf(Instant hour) {
        return Math.floorDiv(hour.getEpochSecond(), 3_600);
    }
}
