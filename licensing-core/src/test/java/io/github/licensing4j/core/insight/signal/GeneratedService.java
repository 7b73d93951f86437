package io.github.licensing4j.core.insight.signal;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.OriginSighting;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.tck.SampleRecords;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sixty days of a service: answers the queries of a scan from arrays, because stores take too long to fill. */
final class GeneratedService {
    static final int DAYS = 60;
    static final int HOURS = 24 * DAYS;
    /** A Monday. */
    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    /** The first day of a month. */
    private static final Instant CREATED = Instant.parse("2025-12-01T00:00:00Z");

    static final Instant END = START.plus(Duration.ofDays(DAYS));

    private final InMemoryStore store = new InMemoryStore();
    private final Map<String, List<Series>> series = new HashMap<>();
    private final TreeMap<Integer, List<Refused>> refusals = new TreeMap<>();
    private final Map<OriginSighting.Kind, TreeMap<Integer, List<OriginSighting.Count>>> sightings =
            new EnumMap<>(OriginSighting.Kind.class);
    private final Map<LicenseId, List<LimitStatus>> readings = new HashMap<>();
    private final SignalScan scan;

    private static final class Series {
        private final String license;
        private final String meter;
        private final String status;
        private final long[] units = new long[HOURS];
        private final long[] calls = new long[HOURS];

        Series(String license, String meter, String status) {
            this.license = license;
            this.meter = meter;
            this.status = status;
        }

        private UsageFigures sum(int from, int to) {
            long sumOfUnits = 0;
            long sumOfCalls = 0;
            for (int hour = from; hour < to; hour++) {
                sumOfUnits += units[hour];
                sumOfCalls += calls[hour];
            }
            return new UsageFigures(sumOfUnits, sumOfCalls);
        }
    }

    private record Refused(String license, RefusedCalls calls) {}

    private record Group(Instant from, Map<InsightDimension, String> keys) {}

    GeneratedService() {
        Catalog catalog = CatalogParser.parse(
                "catalog.yaml",
                "catalog: generated\nplans:\n  pro@1: { limits: { monthly: { kind: quota, meter: calls, amount: 1000000, per: P1M },"
                        + " burst: { kind: rate, permits: 10, per: PT1S } } }\n");
        SignalSources sources = new SignalSources(
                answering(InsightStore.class, Map.of("usage", this::usage, "refusals", this::refusals)),
                answering(SignalStore.class, Map.of("sightings", this::sightings)),
                store.licenses(),
                () -> catalog,
                license -> readings.getOrDefault(license.id(), List.of()));
        this.scan = new SignalScan(sources, SignalSettings.defaults(), List.of(ISSUER));
    }

    private interface Method {
        Object call(Object[] arguments);
    }

    private static <T> T answering(Class<T> type, Map<String, Method> methods) {
        Object answering =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                    Method known = methods.get(method.getName());
                    if (known == null) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return known.call(given);
                });
        return type.cast(answering);
    }

    LicenseRecord license(String id) {
        LicenseRecord record =
                LicenseRecord.of(new LicenseId(ISSUER, id), "customer", PlanId.parse("pro@1"), CREATED, ZoneOffset.UTC);
        store(record);
        return record;
    }

    void store(LicenseRecord record) {
        store.commit(StoreChange.builder().license(record, SampleRecords.ACTIVE).build());
    }

    void reads(LicenseRecord license, LimitStatus status) {
        readings.put(license.id(), List.of(status));
    }

    /** Adds calls to an hour, one unit each. */
    void calls(String license, int hour, long calls) {
        use(new String[] {license, "calls", "2"}, hour, calls, calls);
    }

    /** @param keys license, meter and class of status */
    void use(String[] keys, int hour, long units, long calls) {
        List<Series> ofLicense = series.computeIfAbsent(keys[0], absent -> new ArrayList<>());
        Series one = ofLicense.stream()
                .filter(known -> known.meter.equals(keys[1]) && known.status.equals(keys[2]))
                .findFirst()
                .orElseGet(() -> {
                    Series added = new Series(keys[0], keys[1], keys[2]);
                    ofLicense.add(added);
                    return added;
                });
        one.units[hour] += units;
        one.calls[hour] += calls;
    }

    /** Returns the calls of an hour with success. */
    long calls(String license, int hour) {
        List<Series> ofLicense = series.getOrDefault(license, List.of());
        return ofLicense.isEmpty() ? 0 : ofLicense.get(0).calls[hour];
    }

    void refuse(String license, int hour, RefusedCalls refused) {
        refusals.computeIfAbsent(hour, absent -> new ArrayList<>()).add(new Refused(license, refused));
    }

    void see(SeenSubject seen, int hour, long values) {
        sightings
                .computeIfAbsent(seen.kind(), absent -> new TreeMap<>())
                .computeIfAbsent(hour, absent -> new ArrayList<>())
                .add(new OriginSighting.Count(instant(hour).toEpochMilli(), seen.license(), seen.subject(), values));
    }

    List<Finding> findings(Instant now) {
        return scan.scan(now);
    }

    static Instant instant(int hour) {
        return START.plus(Duration.ofHours(hour));
    }

    private static int hour(Instant instant) {
        return (int)
                Math.max(0, Math.min(HOURS, Duration.between(START, instant).toHours()));
    }

    private Page<InsightGroup<UsageFigures>> usage(Object[] arguments) {
        InsightQuery query = (InsightQuery) arguments[0];
        List<InsightGroup<UsageFigures>> groups = new ArrayList<>();
        String license = query.where().get(InsightDimension.LICENSE);
        String meter = query.where().get(InsightDimension.METER);
        int step = query.range().step() == InsightStep.DAY ? 24 : 1;
        for (List<Series> ofLicense :
                license == null ? series.values() : List.of(series.getOrDefault(license, List.of()))) {
            for (Series one : ofLicense) {
                if (meter == null || meter.equals(one.meter)) {
                    add(groups, one, query, step);
                }
            }
        }
        return new Page<>(groups, null);
    }

    private static void add(List<InsightGroup<UsageFigures>> groups, Series one, InsightQuery query, int step) {
        Map<InsightDimension, String> keys = new EnumMap<>(Map.of(
                InsightDimension.LICENSE, one.license,
                InsightDimension.METER, one.meter,
                InsightDimension.STATUS, one.status,
                InsightDimension.CUSTOMER, "customer"));
        keys.keySet()
                .removeIf(key -> key != InsightDimension.METER && !query.by().contains(key));
        int end = hour(query.range().to());
        for (int start = hour(query.range().from()); start < end; start += step) {
            UsageFigures sum = one.sum(start, start + step);
            if (sum.calls() > 0) {
                groups.add(new InsightGroup<>(instant(start), keys, sum));
            }
        }
    }

    private Page<InsightGroup<RefusalFigures>> refusals(Object[] arguments) {
        InsightQuery query = (InsightQuery) arguments[0];
        Map<Group, Long> groups = new HashMap<>();
        int step = query.range().step() == InsightStep.DAY ? 24 : 1;
        refusals.subMap(hour(query.range().from()), hour(query.range().to())).forEach((hour, all) -> {
            for (Refused one : all) {
                Map<InsightDimension, String> keys = Map.of(
                        InsightDimension.LICENSE, one.license,
                        InsightDimension.CODE, one.calls.code(),
                        InsightDimension.ENDPOINT, one.calls.endpoint());
                if (query.where().entrySet().stream()
                        .allMatch(entry -> entry.getValue().equals(keys.get(entry.getKey())))) {
                    Map<InsightDimension, String> kept = new EnumMap<>(InsightDimension.class);
                    query.by().forEach(by -> kept.put(by, keys.get(by)));
                    groups.merge(new Group(instant(hour - hour % step), kept), one.calls.calls(), Long::sum);
                }
            }
        });
        return new Page<>(
                groups.entrySet().stream()
                        .map(entry -> new InsightGroup<>(
                                entry.getKey().from, entry.getKey().keys, new RefusalFigures(entry.getValue(), 0)))
                        .toList(),
                null);
    }

    private List<OriginSighting.Count> sightings(Object[] arguments) {
        TreeMap<Integer, List<OriginSighting.Count>> ofKind =
                sightings.getOrDefault((OriginSighting.Kind) arguments[0], new TreeMap<>());
        SignalStore.Hours hours = (SignalStore.Hours) arguments[2];
        return ofKind.subMap(hour(hours.from()), hour(hours.to())).values().stream()
                .flatMap(List::stream)
                .filter(count -> count.values() >= (int) arguments[3])
                .toList();
    }
}
