package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.core.insight.signal.Enumeration.Answers;
import io.github.licensing4j.core.insight.signal.FigureReader.Groups;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.OriginSighting.Count;
import io.github.licensing4j.spi.OriginSighting.Kind;
import io.github.licensing4j.spi.SignalStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds enumeration in the refusals and missing paths of the present hour and the two before it. */
final class EnumerationScan {
    private static final Set<String> CODES = Stream.of(
                    RefusalCode.FEATURE_NOT_LICENSED,
                    RefusalCode.SCOPE_MISSING,
                    RefusalCode.ROLE_MISSING,
                    RefusalCode.CONDITION_NOT_MET)
            .map(RefusalCode::text)
            .collect(Collectors.toUnmodifiableSet());
    private static final int HOURS = 3;
    private static final int KNOWN_DAYS = 8;
    private static final int DAY_HOURS = 24;
    private static final int HABIT_HOURS = 3;

    private final ScanContext context;
    private final FigureReader figures;

    EnumerationScan(ScanContext context) {
        this.context = context;
        this.figures = context.figures();
    }

    List<Finding> findings() {
        Map<String, Map<Instant, Long>> paths = missingPaths();
        Set<String> candidates = new TreeSet<>(paths.keySet());
        candidates.addAll(refused());
        List<Finding> findings = new ArrayList<>();
        for (String license : candidates) {
            Enumeration.assess(hours(license, paths.getOrDefault(license, Map.of())), context.settings())
                    .ifPresent(found -> findings.add(new Finding(
                            SignalKind.ENUMERATION, context.subject(license, ""), found.severity(), found.evidence())));
        }
        return findings;
    }

    /** Returns licenses with as many refused calls in an hour as endpoints are needed. */
    private Set<String> refused() {
        Map<String, Map<Instant, Long>> calls = new HashMap<>();
        figures.refusals(
                Groups.by(context.lastHours(HOURS), InsightDimension.LICENSE, InsightDimension.CODE), group -> {
                    String license = FigureReader.key(group, InsightDimension.LICENSE);
                    if (!license.isEmpty() && CODES.contains(FigureReader.key(group, InsightDimension.CODE))) {
                        calls.computeIfAbsent(license, absent -> new HashMap<>(HOURS))
                                .merge(FigureReader.start(group), FigureReader.calls(group), Long::sum);
                    }
                });
        calls.values()
                .removeIf(hours -> hours.values().stream()
                        .allMatch(refused -> refused < context.settings().endpoints()));
        return calls.keySet();
    }

    /** Returns the missing paths of licenses by hour, without those that had almost as many in several hours of the day before. */
    private Map<String, Map<Instant, Long>> missingPaths() {
        InsightRange range = context.lastHours(HOURS);
        Map<String, Map<Instant, Long>> paths =
                missing(range.from(), range.to(), context.settings().paths());
        if (!paths.isEmpty()) {
            Instant dayBefore = range.to().minus(DAY_HOURS, ChronoUnit.HOURS);
            Map<String, Map<Instant, Long>> habits = missing(
                    dayBefore.minus(DAY_HOURS, ChronoUnit.HOURS),
                    dayBefore,
                    Math.max(1, context.settings().paths() / 2));
            paths.keySet()
                    .removeIf(license -> habits.getOrDefault(license, Map.of()).size() >= HABIT_HOURS);
        }
        return paths;
    }

    private Map<String, Map<Instant, Long>> missing(Instant from, Instant to, int atLeast) {
        Map<String, Map<Instant, Long>> paths = new HashMap<>();
        for (Count count : context.sources()
                .signals()
                .sightings(Kind.MISSING_PATH, context.issuer(), new SignalStore.Hours(from, to), atLeast)) {
            if (!count.license().isEmpty()) {
                // Paths of several credentials may be the same ones.
                paths.computeIfAbsent(count.license(), absent -> new HashMap<>())
                        .merge(Instant.ofEpochMilli(count.hourMillis()), count.values(), Math::max);
            }
        }
        return paths;
    }

    private List<Enumeration.Hour> hours(String license, Map<Instant, Long> paths) {
        Map<Instant, Set<String>> endpoints = endpoints(license);
        Map<Instant, Answers> answers = paths.isEmpty() ? Map.of() : answers(license, paths);
        Set<Instant> hours = new TreeSet<>(endpoints.keySet());
        hours.addAll(paths.keySet());
        return hours.stream()
                .map(hour -> new Enumeration.Hour(
                        hour, endpoints.getOrDefault(hour, Set.of()), answers.getOrDefault(hour, Answers.NONE)))
                .toList();
    }

    /** Returns the endpoints that a license was refused, without those that it was refused in the week before yesterday. */
    private Map<Instant, Set<String>> endpoints(String license) {
        Map<Instant, Set<String>> endpoints = refused(license, context.lastHours(HOURS));
        if (!endpoints.isEmpty()) {
            Instant yesterday = context.today().minus(1, ChronoUnit.DAYS);
            Set<String> known = new HashSet<>();
            refused(
                            license,
                            FigureReader.range(
                                    context.today().minus(KNOWN_DAYS, ChronoUnit.DAYS), yesterday, InsightStep.DAY))
                    .values()
                    .forEach(known::addAll);
            endpoints.values().forEach(ofHour -> ofHour.removeAll(known));
        }
        return endpoints;
    }

    private Map<Instant, Set<String>> refused(String license, InsightRange range) {
        Map<Instant, Set<String>> endpoints = new TreeMap<>();
        figures.refusals(
                Groups.by(range, InsightDimension.ENDPOINT, InsightDimension.CODE)
                        .where(Map.of(InsightDimension.LICENSE, license)),
                group -> {
                    String endpoint = FigureReader.key(group, InsightDimension.ENDPOINT);
                    if (!endpoint.isEmpty() && CODES.contains(FigureReader.key(group, InsightDimension.CODE))) {
                        endpoints
                                .computeIfAbsent(FigureReader.start(group), absent -> new HashSet<>())
                                .add(endpoint);
                    }
                });
        return endpoints;
    }

    private Map<Instant, Answers> answers(String license, Map<Instant, Long> paths) {
        Map<Instant, Map<String, Long>> byStatus = calls(license);
        Map<Instant, Answers> answers = new HashMap<>();
        paths.forEach((hour, missing) -> {
            Map<String, Long> calls = byStatus.getOrDefault(hour, Map.of());
            long served = calls.getOrDefault("2", 0L) + calls.getOrDefault("3", 0L);
            answers.put(hour, new Answers(missing, calls.getOrDefault("4", 0L), served));
        });
        return answers;
    }

    /** Returns calls by hour and class of status. A call may charge several meters: the calls are those of the largest. */
    private Map<Instant, Map<String, Long>> calls(String license) {
        Map<Instant, Map<String, Long>> calls = new HashMap<>();
        figures.usage(
                Groups.by(context.lastHours(HOURS), InsightDimension.STATUS)
                        .where(Map.of(InsightDimension.LICENSE, license)),
                group -> calls.computeIfAbsent(FigureReader.start(group), absent -> new HashMap<>())
                        .merge(
                                FigureReader.key(group, InsightDimension.STATUS),
                                group.figures().calls(),
                                Math::max));
        return calls;
    }
}
