package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sample usage for tests of ledgers. */
public final class SampleUsage {
    public static final LicenseId LICENSE = new LicenseId(ISSUER, "lic_1");
    public static final LicenseId OTHER = new LicenseId(ISSUER, "lic_2");
    /** The largest sum that a ledger holds. */
    public static final long MOST = 9_000_000_000_000_000_000L;

    public static final PlanId PRO = PlanId.parse("pro@1");
    public static final UsageSource NODE = new UsageSource("node", 1);
    public static final CounterId MONTHLY = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M");
    public static final QuotaWindow MARCH = new QuotaWindow(
            Instant.parse("2026-03-01T00:00:00Z").toEpochMilli(),
            Instant.parse("2026-04-01T00:00:00Z").toEpochMilli());
    /** 12:00 of {@link SampleRecords#NOW}. */
    public static final Instant HOUR = Instant.parse("2026-03-10T12:00:00Z");

    public static final Instant LATER = HOUR.plus(Duration.ofDays(30));

    private SampleUsage() {}

    public static UsageRow row(LicenseId license, Instant hour, long units) {
        return new UsageRow(
                license,
                "acme",
                PRO,
                "calls",
                new UsageRow.Origin("f", "GET /", 2),
                UsageKind.CHARGED,
                hour.toEpochMilli(),
                units,
                1);
    }

    public static UsageRow row(Instant hour, long units) {
        return row(LICENSE, hour, units);
    }

    public static UsageBatch batch(UsageSource source, long after, long upTo, UsageRow... rows) {
        return new UsageBatch(source, after, upTo, List.of(rows), List.of());
    }

    public static UsageBatch counting(UsageSource source, long after, long upTo, CounterIncrement... counters) {
        return new UsageBatch(source, after, upTo, List.of(), List.of(counters));
    }

    public static CounterIncrement monthly(long units) {
        return CounterIncrement.of(LICENSE, MONTHLY, MARCH, units);
    }

    public static UsageCorrection correction(String id, Instant at, long units, CounterIncrement... counters) {
        return correction(id, LICENSE, at, units, counters);
    }

    public static UsageCorrection correction(
            String id, LicenseId license, Instant at, long units, CounterIncrement... counters) {
        return new UsageCorrection(
                id,
                license,
                "acme",
                PRO,
                "calls",
                units,
                at,
                new UsageCorrection.Entered(NOW, "ann", null),
                List.of(counters));
    }

    public static CreditGrant grant(String id, Instant createdAt, int priority) {
        return new CreditGrant(id, LICENSE, 1, "credits", 1000, priority, CreditGrant.Times.from(createdAt), null);
    }

    /** Adds a batch with the messages about the counters that it changes. */
    public static boolean commit(
            UsageLedger ledger, UsageBatch batch, Function<List<CounterChange>, List<StoredMessage>> renderer) {
        return ledger.write(transaction -> {
            Optional<List<CounterChange>> changes = transaction.add(batch);
            changes.ifPresent(found -> transaction.addMessages(renderer.apply(found)));
            return changes.isPresent();
        });
    }

    /** Stores a change with the messages about the counters that it changes. */
    public static void commit(
            Store store, StoreChange change, Function<List<CounterChange>, List<StoredMessage>> renderer) {
        boolean unused = store.write(transaction -> {
            transaction.addMessages(renderer.apply(transaction.store(change).counters()));
            return true;
        });
    }

    /** Queries all charged usage since 1900, a thousand totals per page. */
    public static UsageQuery all(UsageDimension... by) {
        return new UsageQuery(
                ISSUER,
                UsageSelection.all(),
                Instant.parse("1900-01-01T00:00:00Z"),
                Instant.parse("2200-01-01T00:00:00Z"),
                Set.of(by),
                UsageKind.CHARGED,
                null,
                1000);
    }

    public static UsageQuery page(UsageQuery query, @Nullable String cursor, int max) {
        return new UsageQuery(
                query.issuer(), query.selection(), query.from(), query.to(), query.by(), query.kind(), cursor, max);
    }
}
