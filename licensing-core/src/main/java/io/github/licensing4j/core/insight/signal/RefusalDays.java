package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.core.insight.signal.FigureReader.DayRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    /** The days on which any call of a license was refused, for whatever reason. */
    private final Map<String, UsedDays> days = new HashMap<>();
    /** By license and endpoint, of licenses that often lack a feature. */
    private final Map<String, Map<String, RefusedDays>> features = new HashMap<>();

    /** Reads today and the days before it. */
    static RefusalDays until(Instant now, FigureReader figures, SignalSettings settings) {
        RefusalDays found = new RefusalDays();
        DayRange range = new DayRange(now.truncatedTo(ChronoUnit.DAYS), 0, RefusedDays.DAYS - 1);
        figures.refusalsOfDays(range, Set.of(InsightDimension.LICENSE, InsightDimension.CODE), found::add);
        found.readFeatures(range, figures, settings);
        return found;
    }

    private void add(InsightGroup<RefusalFigures> group, int daysBefore) {
        String license = FigureReader.key(group, InsightDimension.LICENSE);
        String code = FigureReader.key(group, InsightDimension.CODE);
        if (license.isEmpty()) {
            return;
        }
        days.put(license, days(license).with(daysBefore));
        if (CODES.contains(code)) {
            byLicense
                    .computeIfAbsent(license, absent -> new HashMap<>(2))
                    .computeIfAbsent(code, absent -> new RefusedDays())
                    .add(daysBefore, FigureReader.calls(group));
        }
    }

    private void readFeatures(DayRange range, FigureReader figures, SignalSettings settings) {
        String code = RefusalCode.FEATURE_NOT_LICENSED.text();
        byLicense.forEach((license, codes) -> {
            RefusedDays refused = codes.get(code);
            if (refused != null && refused.isRepeated(settings)) {
                features.put(license, new HashMap<>());
            }
        });
        if (features.isEmpty()) {
            return;
        }
        figures.refusalsOfDays(
                new DayRange(range.today(), range.first(), range.last(), Map.of(InsightDimension.CODE, code)),
                Set.of(InsightDimension.LICENSE, InsightDimension.ENDPOINT),
                (group, daysBefore) -> {
                    Map<String, RefusedDays> ofLicense =
                            features.get(FigureReader.key(group, InsightDimension.LICENSE));
                    // Empty where the host knows no pattern of the path, and the catalog has no rule for it.
                    String endpoint = FigureReader.key(group, InsightDimension.ENDPOINT);
                    if (ofLicense != null) {
                        ofLicense
                                .computeIfAbsent(endpoint, absent -> new RefusedDays())
                                .add(daysBefore, FigureReader.calls(group));
                    }
                });
    }

    /** Returns the refused calls of a license by code. */
    Map<String, RefusedDays> of(String license) {
        return byLicense.getOrDefault(license, Map.of());
    }

    /** Returns the days on which calls of a license were refused, for whatever reason. */
    UsedDays days(String license) {
        return days.getOrDefault(license, UsedDays.NONE);
    }

    /** Returns the calls that were refused to a license for lack of a feature, by endpoint; empty if these are few. */
    Map<String, RefusedDays> features(String license) {
        return features.getOrDefault(license, Map.of());
    }
}
