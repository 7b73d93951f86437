package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.insight.signal.FigureReader.DayRange;
import io.github.licensing4j.core.insight.signal.FigureReader.Groups;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls that limits and features have refused to the licenses of an issuer on 14 UTC days. */
final class RefusalDays {
    private static final Set<String> CODES = Stream.of(
                    RefusalCode.QUOTA_EXHAUSTED,
                    RefusalCode.CREDITS_EXHAUSTED,
                    RefusalCode.RATE_LIMITED,
                    RefusalCode.CONCURRENCY_EXCEEDED,
                    RefusalCode.FEATURE_NOT_LICENSED,
                    RefusalCode.SEAT_LIMIT_REACHED)
            .map(RefusalCode::text)
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, Map<String, RefusedDays>> byLicense = new HashMap<>();

    /** Reads today and the days before it. */
    static RefusalDays until(Instant now, FigureReader figures) {
        RefusalDays found = new RefusalDays();
        figures.refusalsOfDays(
                new DayRange(now.truncatedTo(ChronoUnit.DAYS), 0, RefusedDays.DAYS - 1),
                Set.of(InsightDimension.LICENSE, InsightDimension.CODE),
                (group, daysBefore) -> {
                    String code = FigureReader.key(group, InsightDimension.CODE);
                    if (CODES.contains(code)) {
                        found.byLicense
                                .computeIfAbsent(
                                        FigureReader.key(group, InsightDimension.LICENSE), absent -> new HashMap<>(2))
                                .computeIfAbsent(code, absent -> new RefusedDays())
                                .add(daysBefore, FigureReader.calls(group));
                    }
                });
        return found;
    }

    /** Returns the refused calls of a license by code. */
    Map<String, RefusedDays> of(String license) {
        return byLicense.getOrDefault(license, Map.of());
    }

    /** Reads the calls that were refused to a license for lack of a feature, by endpoint. */
    static Map<String, RefusedDays> features(String license, Instant now, FigureReader figures) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        Instant first = today.minus(RefusedDays.DAYS - 1, ChronoUnit.DAYS);
        Groups groups = Groups.by(
                        FigureReader.range(first, today.plus(1, ChronoUnit.DAYS), InsightStep.DAY),
                        InsightDimension.ENDPOINT)
                .where(Map.of(
                        InsightDimension.LICENSE,
                        license,
                        InsightDimension.CODE,
                        RefusalCode.FEATURE_NOT_LICENSED.text()));
        Map<String, RefusedDays> byEndpoint = new TreeMap<>();
        figures.refusals(groups, group -> {
            // Empty where the host knows no pattern of the path, and the catalog has no rule for it.
            String endpoint = FigureReader.key(group, InsightDimension.ENDPOINT);
            byEndpoint
                    .computeIfAbsent(endpoint, absent -> new RefusedDays())
                    .add((int) ChronoUnit.DAYS.between(FigureReader.start(group), today), FigureReader.calls(group));
        });
        return byEndpoint;
    }
}
