package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfReport.Calls;
import io.github.licensing4j.admin.WhatIfRequest;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoredState;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageRow.Origin;
import io.github.licensing4j.spi.UsageSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays much usage from a database. */
class WhatIfSpeedTest {
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");
    private static final int AMOUNT = 300;
    private static final int BATCH = 20_000;
    private static final String LIVE = """
            catalog: weather-api
            plans:
              pro@1:
                price: { amount: 10.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: %d, per: P1M, overage: { cap: 1000000, unit-price: 0.01 USD } }
                  burst:   { kind: rate, permits: 100, per: PT1S, burst: 200 }
            """.formatted(AMOUNT);

    @TempDir
    Path dir;

    @Test
    void replaysThousandsOfCalls() {
        replay(100, 20_000);
    }

    @Test
    @Tag("proof")
    void replaysMillionCallsInHalfMinute() {
        Duration took = replay(2_000, 1_000_000);

        System.out.println("What-if of 1,000,000 calls of 2,000 licenses: " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(30));
    }

    private Duration replay(int licenses, int calls) {
        try (NodeFixture node = NodeFixture.of(Kept.SQLITE, dir, JUNE.toString())) {
            int[] used = store(node, licenses, calls);
            node.clock.set("2026-07-03T00:00:00Z");
            node.start(LIVE);
            String draft = LIVE.replace("cap: 1000000", "cap: 100");
            long begun = System.nanoTime();

            WhatIfReport report = node.admin().catalogs().whatIf(new WhatIfRequest(draft, JUNE, JULY, null, 1_000));

            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            long refused = 0;
            for (int one : used) {
                refused += Math.max(0, one - AMOUNT - 100);
            }
            assertThat(report.calls()).isEqualTo(calls);
            assertThat(report.granted()).isEqualTo(new Calls(calls, calls - refused));
            return took;
        }
    }

    private static List<LicenseRecord> licenses(NodeFixture node, int licenses) {
        List<LicenseRecord> records = new ArrayList<>();
        StoreChangeBuilder change = StoreChange.builder();
        for (int i = 0; i < licenses; i++) {
            LicenseRecord record = LicenseRecord.of(
                    new LicenseId(EngineFixture.ISSUER, "lic_" + i),
                    "customer-" + i % (licenses / 2),
                    PlanId.parse("pro@1"),
                    JUNE,
                    ZoneOffset.UTC);
            records.add(record);
            change.license(record, new StoredState(LicenseState.ACTIVE, null));
        }
        var unused = node.store.commit(change.build());
        return records;
    }

    /** Stores calls of random licenses in random hours, up to 20 of a license, hour and endpoint in one row. */
    private static int[] store(NodeFixture node, int licenses, int calls) {
        List<LicenseRecord> records = licenses(node, licenses);
        int[] used = new int[licenses];
        Random random = new Random(1);
        UsageSource source = new UsageSource("filler", 1);
        List<UsageRow> rows = new ArrayList<>();
        int committed = 0;
        for (int stored = 0; stored < calls; ) {
            int license = (int) (licenses * random.nextDouble() * random.nextDouble());
            int made = Math.min(1 + random.nextInt(20), calls - stored);
            used[license] += made;
            stored += made;
            rows.add(row(records.get(license), made, random));
            if (stored == calls || rows.size() == BATCH) {
                node.store.usage().commit(new UsageBatch(source, committed, stored, rows, List.of()));
                committed = stored;
                rows.clear();
            }
        }
        count(node, records, used, calls);
        return used;
    }

    private static UsageRow row(LicenseRecord license, int calls, Random random) {
        long hour = JUNE.toEpochMilli() + random.nextInt(720) * 3_600_000L;
        return new UsageRow(
                license.id(),
                license.customer(),
                license.pinned().plan(),
                "calls",
                new Origin("", "GET /v1/endpoint-" + random.nextInt(4), 2),
                UsageKind.CHARGED,
                hour,
                calls,
                calls);
    }

    private static void count(NodeFixture node, List<LicenseRecord> records, int[] used, int calls) {
        List<CounterIncrement> counters = new ArrayList<>();
        CounterId monthly = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M");
        QuotaWindow june = new QuotaWindow(JUNE.toEpochMilli(), JULY.toEpochMilli());
        for (int i = 0; i < used.length; i++) {
            counters.add(CounterIncrement.of(records.get(i).id(), monthly, june, used[i]));
        }
        node.store.usage().commit(new UsageBatch(new UsageSource("filler", 2), 0, calls, List.of(), counters));
    }
}
