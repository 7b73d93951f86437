package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.core.insight.signal.FigureReader.Groups;
import io.github.licensing4j.spi.InsightRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds bursts in the present hour and the two before it. The hours of five weeks are read of those licenses and meters alone whose units
 * are several times the mean of an hour.
 */
final class BurstScan {
    private static final int DAY = 24;
    private static final int LEAST_DAYS = 7;
    private static final String CORRECTION = "0";

    private final ScanContext context;
    private final UsageDays days;
    private final FigureReader figures;

    BurstScan(ScanContext context, UsageDays days) {
        this.context = context;
        this.days = days;
        this.figures = context.figures();
    }

    private record Candidate(String license, String meter) {}

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        long hour = hourOf(context.hour());
        for (Candidate candidate : candidates()) {
            Optional<Assessment> found = new Burst(usage(candidate), context.settings()).assessLast(hour);
            found.ifPresent(burst -> findings.add(new Finding(
                    SignalKind.BURST,
                    context.subject(candidate.license, candidate.meter),
                    burst.severity(),
                    burst.evidence())));
        }
        return findings;
    }

    private Set<Candidate> candidates() {
        Set<Candidate> candidates = new LinkedHashSet<>();
        figures.usage(Groups.by(context.lastHours(Burst.HOURS), InsightDimension.LICENSE), group -> {
            String license = FigureReader.key(group, InsightDimension.LICENSE);
            String meter = FigureReader.key(group, InsightDimension.METER);
            LicenseUse use = days.use(license);
            if (use != null
                    && use.days().first() >= LEAST_DAYS
                    && group.figures().calls() >= context.settings().burstCalls()
                    && group.figures().units() > context.settings().burstFactor() * use.meanHour(meter)) {
                candidates.add(new Candidate(license, meter));
            }
        });
        return candidates;
    }

    private HourlyUsage usage(Candidate candidate) {
        Instant end = context.hour().plus(1, ChronoUnit.HOURS);
        int hours = Burst.DAYS * DAY + Burst.HOURS;
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
        return usage;
    }

    private static long hourOf(Instant hour) {
        return Math.floorDiv(hour.getEpochSecond(), 3_600);
    }
}
