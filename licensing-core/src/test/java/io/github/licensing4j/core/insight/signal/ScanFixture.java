package io.github.licensing4j.core.insight.signal;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.MeasurementBatch;
import io.github.licensing4j.spi.MeasurementBatch.Refusals;
import io.github.licensing4j.spi.MeasurementBatch.Subject;
import io.github.licensing4j.spi.OriginSighting;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoredState;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.SampleRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Fills a store with licenses, usage, refusals and sightings, and scans it. */
final class ScanFixture implements AutoCloseable {
    static final Instant CREATED = Instant.parse("2025-06-01T00:00:00Z");
    static final PlanId PRO = PlanId.parse("pro@1");
    private static final int AT_ONCE = 20_000;

    private final Store store;
    private final List<UsageRow> rows = new ArrayList<>();
    private final List<Refusals> refusals = new ArrayList<>();
    private final List<OriginSighting> sightings = new ArrayList<>();
    private final Map<LicenseId, List<LimitStatus>> readings = new HashMap<>();
    private final Catalog catalog;
    private final SignalScan scan;
    private long batches;
    private long measurements;

    ScanFixture(Store store, String limits) {
        this.store = store;
        this.catalog = CatalogParser.parse(
                "catalog.yaml",
                "catalog: scanned\nmeters: { egress: { unit: byte } }\nplans:\n  pro@1: { limits: {" + limits
                        + "} }\n  pro@2: { limits: {" + limits + "} }\n");
        this.scan = scan(ISSUER);
    }

    /** Returns a scan of some issuers. */
    SignalScan scan(String... issuers) {
        SignalSources sources = new SignalSources(
                store.insights().orElseThrow(),
                store.signals().orElseThrow(),
                store.licenses(),
                () -> catalog,
                license -> readings.getOrDefault(license.id(), List.of()));
        return new SignalScan(sources, SignalSettings.defaults(), List.of(issuers));
    }

    Store store() {
        return store;
    }

    LicenseRecord license(String id) {
        LicenseRecord record = record(id);
        store(record);
        return record;
    }

    private static LicenseRecord record(String id) {
        return LicenseRecord.of(new LicenseId(ISSUER, id), "customer of " + id, PRO, CREATED, ZoneOffset.UTC);
    }

    /** Stores many licenses at once, whose ids end with their number. */
    void licenses(String prefix, int count) {
        StoreChangeBuilder change = StoreChange.builder();
        for (int license = 0; license < count; license++) {
            change.license(record(prefix + license), SampleRecords.ACTIVE);
        }
        store.commit(change.build());
    }

    void store(LicenseRecord record) {
        EffectiveLicense effective = EffectiveLicense.at(record, record.dates().changedAt());
        store.commit(StoreChange.builder()
                .license(record, new StoredState(effective.state(), null))
                .build());
    }

    void reads(LicenseRecord license, LimitStatus... statuses) {
        readings.put(license.id(), List.of(statuses));
    }

    /** Adds calls with success, one unit each. */
    void calls(String license, Instant hour, long calls) {
        use(license, hour, calls, calls);
    }

    void use(String license, Instant hour, long units, long calls) {
        use(new LicenseId(ISSUER, license), "calls", hour, new long[] {units, calls, 2});
    }

    /** @param figures units, calls and the class of their status */
    void use(LicenseId license, String meter, Instant hour, long[] figures) {
        rows.add(new UsageRow(
                license,
                "customer of " + license.value(),
                PRO,
                meter,
                new UsageRow.Origin("", "GET /", (int) figures[2]),
                UsageKind.CHARGED,
                UsageRow.hourOf(hour.toEpochMilli()),
                figures[0],
                figures[1]));
        if (rows.size() >= AT_ONCE) {
            flush();
        }
    }

    /** Adds the same calls at the same hours of the days before an instant. */
    void days(String license, Instant end, int days, Predicate<Instant> used) {
        for (int hours = 1; hours <= 24 * days; hours++) {
            Instant hour = end.minus(Duration.ofHours(hours));
            if (used.test(hour)) {
                calls(license, hour, 200);
            }
        }
    }

    void refuse(String license, Instant hour, RefusedCalls refused) {
        refusals.add(new Refusals(
                UsageRow.hourOf(hour.toEpochMilli()),
                new Subject(ISSUER, license, "customer of " + license, PRO.toString()),
                refused.endpoint(),
                refused.code(),
                false,
                refused.calls()));
    }

    /** Adds different values of a subject in an hour. */
    void see(SeenSubject seen, Instant hour, int values) {
        for (int value = 0; value < values; value++) {
            sightings.add(new OriginSighting(
                    UsageRow.hourOf(hour.toEpochMilli()), seen.kind(), ISSUER, seen.license(), seen.subject(), value));
        }
    }

    void flush() {
        if (!rows.isEmpty()) {
            store.usage().commit(new UsageBatch(new UsageSource("node", 1), batches, batches + 1, rows, List.of()));
            batches++;
        }
        measurements++;
        store.insights().orElseThrow().add(new MeasurementBatch("node/1", measurements, CREATED, refusals, List.of()));
        store.signals().orElseThrow().addSightings(sightings);
        rows.clear();
        refusals.clear();
        sightings.clear();
    }

    List<Finding> findings(Instant now) {
        flush();
        return scan.scan(now);
    }

    List<Finding> findings(Instant now, SignalKind kind) {
        return findings(now).stream().filter(finding -> finding.kind() == kind).toList();
    }

    @Override
    public void close() {
        store.close();
    }
}
