package io.github.licensing4j.core.store;

import static io.github.licensing4j.core.store.Samples.ACTIVE;
import static io.github.licensing4j.core.store.Samples.ISSUER;
import static io.github.licensing4j.core.store.Samples.NOW;
import static io.github.licensing4j.core.store.Samples.license;
import static io.github.licensing4j.core.store.UsageSamples.HOUR;
import static io.github.licensing4j.core.store.UsageSamples.LATER;
import static io.github.licensing4j.core.store.UsageSamples.LICENSE;
import static io.github.licensing4j.core.store.UsageSamples.MARCH;
import static io.github.licensing4j.core.store.UsageSamples.MONTHLY;
import static io.github.licensing4j.core.store.UsageSamples.NODE;
import static io.github.licensing4j.core.store.UsageSamples.PRO;
import static io.github.licensing4j.core.store.UsageSamples.all;
import static io.github.licensing4j.core.store.UsageSamples.batch;
import static io.github.licensing4j.core.store.UsageSamples.correction;
import static io.github.licensing4j.core.store.UsageSamples.counting;
import static io.github.licensing4j.core.store.UsageSamples.grant;
import static io.github.licensing4j.core.store.UsageSamples.monthly;
import static io.github.licensing4j.core.store.UsageSamples.page;
import static io.github.licensing4j.core.store.UsageSamples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterId.Scope;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.StoredChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageLedger.SourceTotal;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.spi.UseAtStart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of every usage ledger, with its corrections, credit grants and export events. Each store's test extends
 * it.
 */
public abstract class UsageLedgerContract {
    private static final long MOST = 9_000_000_000_000_000_000L;
    private static final LicenseId OTHER = new LicenseId(ISSUER, "lic_2");

    protected Store store;
    protected UsageLedger ledger;

    /** Opens an empty store. */
    protected abstract Store open();

    /** Opens the store of {@link #open} as another node; the same one if it cannot be shared. */
    protected abstract Store otherNode();

    @BeforeEach
    void start() {
        store = open();
        ledger = store.usage();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    // Batches and positions

    @Test
    void addsBatchOnce() {
        assertThat(ledger.position(NODE)).isZero();
        assertThat(ledger.commit(batch(NODE, 0, 5, row(HOUR, 7)))).isTrue();
        assertThat(ledger.position(NODE)).isEqualTo(5);
        assertThat(ledger.commit(batch(NODE, 0, 5, row(HOUR, 7)))).isFalse();
        assertThat(ledger.commit(batch(NODE, 5, 6, row(HOUR, 1)))).isTrue();
        assertThat(ledger.commit(batch(NODE, 0, 5, row(HOUR, 7)))).isFalse();
        assertThat(ledger.commit(batch(NODE, 2, 4, row(HOUR, 7)))).isFalse();
        assertThat(ledger.position(NODE)).isEqualTo(6);
        assertThat(units(all())).isEqualTo(8);
    }

    @Test
    void rejectsOverlappingAndGappedBatches() {
        ledger.commit(batch(NODE, 0, 5, row(HOUR, 7)));
        assertThatThrownBy(() -> ledger.commit(batch(NODE, 4, 6, row(HOUR, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("entries 5 to 6 of node 'node', epoch 1, cannot be added: the ledger holds those up to 5,"
                        + " so those from 6 were expected");
        assertThatThrownBy(() -> ledger.commit(batch(NODE, 6, 7, row(HOUR, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entries 7 to 7 of node 'node', epoch 1");
        UsageSource unknown = new UsageSource("new", 9);
        assertThatThrownBy(() -> ledger.commit(batch(unknown, 1, 2, row(HOUR, 1))))
                .hasMessageContaining("up to 0, so those from 1 were expected");
        assertThat(ledger.position(NODE)).isEqualTo(5);
        assertThat(ledger.sources("new")).isEmpty();
        assertThat(units(all())).isEqualTo(7);
    }

    @Test
    void rejectsEmptyBatch() {
        assertThatThrownBy(() -> batch(NODE, 5, 5)).hasMessageContaining("got 6 to 5");
        assertThatThrownBy(() -> batch(NODE, -1, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void returnsSourcesOldestFirst() {
        for (long epoch : new long[] {10, 2, 1}) {
            ledger.commit(batch(new UsageSource("a", epoch), 0, 1));
        }
        ledger.commit(batch(new UsageSource("b", 1), 0, 1));
        assertThat(ledger.sources("a")).extracting(UsageSource::epoch).containsExactly(1L, 2L, 10L);
        assertThat(ledger.sources("c")).isEmpty();
    }

    @Test
    void failedMessagesRollBackBatch() {
        UsageBatch batch = new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 7)), List.of(monthly(7)));
        assertThatThrownBy(() -> UsageSamples.commit(ledger, batch, changes -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(ledger.position(NODE)).isZero();
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isZero();
        assertThat(units(all())).isZero();
        assertThat(ledger.commit(batch)).isTrue();
        assertThat(units(all())).isEqualTo(7);
    }

    @Test
    @Tag("4.1.7")
    void unusedCounterStartsAtZero() {
        CounterStart start = new CounterStart(LATER.toEpochMilli(), true, Long.MIN_VALUE);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH, start)).isZero();
        assertThat(ledger.counted(OTHER, MONTHLY, MARCH, start)).isZero();
        ledger.commit(new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 7)), List.of(monthly(7))));
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH, start)).isEqualTo(7);
        assertThat(ledger.counted(OTHER, MONTHLY, MARCH, start)).isZero();
    }

    @Test
    @Tag("4.1.7")
    void eachStartKeepsOwnUnits() {
        long first = LATER.toEpochMilli();
        CounterStart again = new CounterStart(first + 5, true, Long.MIN_VALUE);
        CounterId daily = new CounterId(
                MONTHLY.limit(), MONTHLY.meter(), MONTHLY.kind(), "P1D", MONTHLY.scope(), MONTHLY.subject());
        CounterIncrement day = CounterIncrement.of(LICENSE, daily, MARCH, 4);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH, new CounterStart(first, true, Long.MIN_VALUE)))
                .isZero();
        ledger.commit(new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 11)), List.of(monthly(7), day)));
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH, again)).isEqualTo(11);
        ledger.commit(new UsageBatch(NODE, 5, 6, List.of(row(HOUR, 2)), List.of(monthly(2))));
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH, again)).isEqualTo(13);
        CounterIncrement stored = new CounterIncrement(
                LICENSE.issuer(),
                LICENSE.value(),
                MONTHLY,
                MARCH,
                13,
                List.of(new UseAtStart(first, 0, 0), new UseAtStart(first + 5, 7, 4)));
        assertThat(ledger.counters(LICENSE, Instant.EPOCH)).contains(stored);
        assertThat(ledger.ended(LICENSE.issuer(), Instant.EPOCH, LATER.plus(Duration.ofDays(400)), null, 10)
                        .items())
                .contains(stored);
    }

    @Test
    void racingNodesAddEachBatchOnce() throws Exception {
        Store other = otherNode();
        AtomicInteger added = new AtomicInteger();
        int batches = 15;
        // Two threads for each source, both with all of its batches; all count in the same counter and rows.
        inThreads(8, index -> {
            UsageLedger mine = index % 2 == 0 ? ledger : other.usage();
            UsageSource source = new UsageSource("node" + index / 2, 1);
            while (mine.position(source) < batches) {
                long after = mine.position(source);
                UsageBatch batch = new UsageBatch(
                        source,
                        after,
                        after + 1,
                        List.of(row(HOUR, after + 1), row(OTHER, HOUR, 1)),
                        List.of(monthly(3)));
                try {
                    if (after < batches && mine.commit(batch)) {
                        added.incrementAndGet();
                    }
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("node" + index / 2);
                }
            }
            return 0;
        });
        assertThat(added.get()).isEqualTo(4 * batches);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(3L * 4 * batches);
        assertThat(units(all())).isEqualTo(4L * batches * (batches + 1) / 2 + 4L * batches);
    }

    // Counters and messages

    @Test
    void reportsChangesOfCounters() {
        List<CounterChange> seen = new ArrayList<>();
        Function<List<CounterChange>, List<StoredMessage>> watch = moves -> {
            seen.clear();
            seen.addAll(moves);
            return List.of();
        };
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 1);
        UsageSamples.commit(ledger, counting(NODE, 0, 1, monthly(5)), watch);
        assertThat(seen).containsExactly(new CounterChange(monthly(5), 0, 5));
        CounterIncrement next = CounterIncrement.of(LICENSE, MONTHLY, april, 2);
        UsageSamples.commit(ledger, counting(NODE, 1, 2, monthly(4), next, monthly(2)), watch);
        assertThat(seen).containsExactlyInAnyOrder(new CounterChange(monthly(6), 5, 11), new CounterChange(next, 0, 2));
        store.commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, -3, monthly(-3)))
                .build());
        UsageSamples.commit(ledger, counting(NODE, 2, 3, monthly(1)), watch);
        assertThat(seen).containsExactly(new CounterChange(monthly(1), 8, 9));
        seen.clear();
        UsageSamples.commit(ledger, counting(NODE, 2, 3, monthly(1)), watch);
        assertThat(seen).isEmpty();
    }

    @Test
    void everyPartOfCounterIdentifiesIt() {
        QuotaWindow other = new QuotaWindow(MARCH.startMillis(), MARCH.endMillis() + 1);
        List<CounterIncrement> counters = new ArrayList<>(List.of(
                CounterIncrement.of(LICENSE, MONTHLY, MARCH, 1),
                CounterIncrement.of(OTHER, MONTHLY, MARCH, 2),
                CounterIncrement.of(new LicenseId("https://other", "lic_1"), MONTHLY, MARCH, 3),
                CounterIncrement.of(LICENSE, MONTHLY, other, 4)));
        counters.addAll(Stream.of(
                        new CounterId("monthly2", "calls", Limit.Kind.QUOTA, "P1M"),
                        new CounterId("monthly", "bytes", Limit.Kind.QUOTA, "P1M"),
                        new CounterId("monthly", null, Limit.Kind.QUOTA, "P1M"),
                        new CounterId("monthly", "", Limit.Kind.QUOTA, "P1M"),
                        new CounterId("monthly", "calls", Limit.Kind.CREDITS, "P1M"),
                        new CounterId("monthly", "calls", Limit.Kind.QUOTA, ""),
                        new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme"),
                        new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_1"),
                        new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.USER, "key_1"),
                        new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.USER, "key_2"))
                .map(id -> CounterIncrement.of(LICENSE, id, MARCH, 10))
                .toList());
        ledger.commit(counting(NODE, 0, 1, counters.toArray(CounterIncrement[]::new)));
        for (CounterIncrement one : counters) {
            LicenseId license = new LicenseId(one.issuer(), one.license() == null ? "any" : one.license());
            assertThat(ledger.counted(license, one.counter(), one.window()))
                    .as("%s", one)
                    .isEqualTo(one.units());
        }
        List<CounterIncrement> ofLicense = counters.stream()
                .filter(one -> one.issuer().equals(ISSUER) && "lic_1".equals(one.license()))
                .toList();
        assertThat(ledger.counters(LICENSE, Instant.ofEpochMilli(MARCH.endMillis() - 1)))
                .containsExactlyInAnyOrderElementsOf(ofLicense);
        assertThat(ledger.counters(LICENSE, Instant.ofEpochMilli(MARCH.endMillis())))
                .containsExactly(counters.get(3));
        assertThat(ledger.counters(LICENSE, Instant.ofEpochMilli(MARCH.endMillis() + 1)))
                .isEmpty();
        assertThat(ledger.counters(new LicenseId(ISSUER, "lic_9"), NOW)).isEmpty();
    }

    @Test
    @Tag("4.1.3")
    void returnsCountersOfOneCustomer() {
        CounterId shared = new CounterId("shared", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        CounterIncrement acme = CounterIncrement.of(LICENSE, shared, MARCH, 10);
        CounterId users = new CounterId("shared", "calls", Limit.Kind.QUOTA, "P1M", Scope.USER, "acme");
        CounterId of = new CounterId("shared", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "other");
        ledger.commit(counting(
                NODE,
                0,
                1,
                acme,
                CounterIncrement.of(OTHER, shared, MARCH, 5),
                CounterIncrement.of(LICENSE, users, MARCH, 1),
                CounterIncrement.of(LICENSE, of, MARCH, 2),
                CounterIncrement.of(new LicenseId("https://other", "lic_1"), shared, MARCH, 3),
                monthly(4)));
        Instant end = Instant.ofEpochMilli(MARCH.endMillis());
        assertThat(ledger.customerCounters(ISSUER, "acme", end.minusMillis(1)))
                .containsExactly(CounterIncrement.of(LICENSE, shared, MARCH, 15));
        assertThat(ledger.customerCounters(ISSUER, "acme", end)).isEmpty();
        assertThat(ledger.customerCounters(ISSUER, "unknown", Instant.EPOCH)).isEmpty();
    }

    @Test
    void countsCreditsWithoutEnd() {
        CounterId credits = new CounterId("credits", "calls", Limit.Kind.CREDITS, "crd_1");
        QuotaWindow ever = new QuotaWindow(0, Long.MAX_VALUE);
        ledger.commit(counting(NODE, 0, 1, CounterIncrement.of(LICENSE, credits, ever, 5)));
        assertThat(ledger.counted(LICENSE, credits, ever)).isEqualTo(5);
        assertThat(ledger.counters(LICENSE, Instant.parse("9999-01-01T00:00:00Z")))
                .hasSize(1);
    }

    @Test
    void storesMessageOnceWithItsBatch() {
        Function<List<CounterChange>, List<StoredMessage>> at80 = moves -> moves.stream()
                .filter(move -> move.before() < 80 && move.after() >= 80)
                .map(move -> new StoredMessage("quota-80:lic_1:march", "quota.reached", NOW, "{}"))
                .toList();
        UsageSamples.commit(ledger, counting(NODE, 0, 1, monthly(79)), at80);
        assertThat(store.outbox().waiting()).isZero();
        UsageSamples.commit(ledger, counting(NODE, 1, 2, monthly(1)), at80);
        assertThat(store.outbox().due(NOW, 5))
                .containsExactly(new OutboxMessage("quota-80:lic_1:march", "quota.reached", NOW, "{}", 0, NOW, null));
        store.outbox().delivered("quota-80:lic_1:march");
        store.commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, -50, monthly(-50)))
                .build());
        UsageSamples.commit(ledger, counting(NODE, 2, 3, monthly(60)), at80);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(90);
        assertThat(store.outbox().waiting()).isZero();
    }

    @Test
    void storesMessageOnceWithItsCorrection() {
        Function<List<CounterChange>, List<StoredMessage>> at80 = moves -> moves.stream()
                .filter(move -> move.before() < 80 && move.after() >= 80)
                .map(move -> new StoredMessage("quota-80:lic_1:march", "quota.reached", NOW, "{}"))
                .toList();
        UsageSamples.commit(ledger, counting(NODE, 0, 1, monthly(70)), at80);
        store.commit(StoreChange.builder().uniqueKey("taken").build());
        StoreChange conflicting = StoreChange.builder()
                .correction(correction("cor_1", HOUR, 10, monthly(10)))
                .uniqueKey("taken")
                .build();
        assertConflict(() -> UsageSamples.commit(store, conflicting, at80), Kind.MARK, "taken");
        assertThat(store.outbox().waiting()).isZero();
        StoreChange change = StoreChange.builder()
                .correction(correction("cor_1", HOUR, 10, monthly(10)))
                .build();
        UsageSamples.commit(store, change, at80);
        assertThat(store.outbox().due(NOW, 5)).extracting(OutboxMessage::id).containsExactly("quota-80:lic_1:march");
        assertConflict(change, Kind.CORRECTION, "cor_1");
        store.outbox().delivered("quota-80:lic_1:march");
        for (String id : List.of("cor_2", "cor_3")) {
            StoreChange back = StoreChange.builder()
                    .correction(correction(id, HOUR, -20, monthly(-20)))
                    .correction(correction(id + "b", HOUR, 20, monthly(20)))
                    .build();
            UsageSamples.commit(store, back, at80);
        }
        UsageSamples.commit(ledger, counting(NODE, 1, 2, monthly(20)), at80);
        assertThat(store.outbox().waiting()).isZero();
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(100);
    }

    @Test
    void changeWithoutCorrectionsChangesNoCounter() {
        StoreChange change = StoreChange.builder().uniqueKey("taken").build();
        assertThat(store.<StoredChange>write(transaction -> transaction.store(change))
                        .counters())
                .isEmpty();
    }

    @Test
    void storesMessageOnceEvenInLaterTransactions() {
        StoredMessage message = new StoredMessage("once", "quota.reached", NOW, "{}");
        for (int i = 0; i < 2; i++) {
            UsageSamples.commit(ledger, counting(NODE, i, i + 1, monthly(1)), changes -> List.of(message, message));
        }
        assertThat(store.outbox().due(NOW, 5)).extracting(OutboxMessage::id).containsExactly("once");
    }

    @Test
    void failedMethodRollsTransactionBack() {
        UsageBatch batch = counting(NODE, 0, 5, monthly(7));
        StoredMessage message = new StoredMessage("lost", "quota.reached", NOW, "{}");
        assertThatThrownBy(() -> ledger.write(transaction -> {
                    transaction.addMessages(List.of(message));
                    assertThat(transaction.add(batch)).isPresent();
                    assertThatThrownBy(() -> transaction.add(counting(NODE, 5, 6, monthly(1))))
                            .isInstanceOf(IllegalStateException.class);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.position(NODE)).isZero();
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isZero();
        assertThat(store.outbox().waiting()).isZero();
        assertThat(ledger.commit(batch)).isTrue();
    }

    @Test
    void failedWorkRollsCorrectionBack() {
        StoreChange change = StoreChange.builder()
                .license(Samples.license("lic_1"), Samples.ACTIVE)
                .correction(correction("cor_1", HOUR, 10, monthly(10)))
                .build();
        assertThatThrownBy(() -> UsageSamples.commit(store, change, changes -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(ledger.corrected()).isZero();
        assertThat(store.licenses().find(LICENSE)).isEmpty();
        assertThat(store.feed().generation()).isZero();
        assertThat(store.commit(change)).isEqualTo(1);
    }

    // Periods that have ended

    @Test
    void pagesEndedCountersInOrder() {
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 5);
        CounterId shared = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        LicenseId stranger = new LicenseId("https://other.example", "lic_1");
        List<CounterIncrement> ended = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ended.add(CounterIncrement.of(new LicenseId(ISSUER, "lic_" + i), MONTHLY, MARCH, i + 1));
        }
        ended.add(CounterIncrement.of(LICENSE, shared, MARCH, 50));
        ended.add(CounterIncrement.of(LICENSE, MONTHLY, april, 60));
        List<CounterIncrement> all = new ArrayList<>(ended);
        all.add(CounterIncrement.of(stranger, MONTHLY, MARCH, 70));
        all.add(CounterIncrement.of(LICENSE, MONTHLY, CreditsClaim.EVER, 80));
        ledger.commit(counting(NODE, 0, 1, all.toArray(CounterIncrement[]::new)));
        Instant before = Instant.ofEpochMilli(MARCH.endMillis() - 1);
        Instant until = Instant.ofEpochMilli(april.endMillis());
        List<CounterIncrement> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<CounterIncrement> page = ledger.ended(ISSUER, before, until, cursor, 2);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        assertThat(found).containsExactlyInAnyOrderElementsOf(ended);
        assertThat(found.get(8).window()).isEqualTo(april);
        assertThat(ledger.ended(ISSUER, Instant.ofEpochMilli(MARCH.endMillis()), until, null, 10)
                        .items())
                .containsExactly(ended.get(8));
        assertThat(ledger.ended(ISSUER, before, until.minusMillis(1), null, 10).items())
                .hasSize(8);
        assertThat(ledger.ended("https://unknown.example", before, until, null, 10)
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> ledger.ended(ISSUER, before, until, "nonsense", 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // Sums that must agree

    @Test
    void pagesBalances() {
        CounterId daily = new CounterId("daily", "calls", Limit.Kind.QUOTA, "P1D");
        CounterId ofKey = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_1");
        CounterId ofOther = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_2");
        CounterId shared = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        CounterId credits = new CounterId("prepaid", "calls", Limit.Kind.CREDITS, "crd_1");
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 5);
        UsageRow observed = new UsageRow(
                LICENSE, "acme", PRO, "calls", "f", "GET /", 2, UsageKind.OBSERVED, HOUR.toEpochMilli(), 1_000, 1);
        ledger.commit(new UsageBatch(
                NODE,
                0,
                5,
                List.of(row(HOUR, 10), row(LATER, 20), row(OTHER, HOUR, 7), observed),
                List.of(
                        monthly(6),
                        CounterIncrement.of(LICENSE, MONTHLY, april, 5),
                        CounterIncrement.of(LICENSE, daily, MARCH, 9),
                        CounterIncrement.of(LICENSE, ofKey, MARCH, 8),
                        CounterIncrement.of(LICENSE, ofOther, MARCH, 4),
                        CounterIncrement.of(LICENSE, shared, MARCH, 90),
                        CounterIncrement.of(LICENSE, credits, CreditsClaim.EVER, 90))));
        ledger.commit(batch(new UsageSource("other", 3), 0, 1, row(HOUR, 100)));
        store.commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, 3))
                .correction(correction("cor_2", HOUR, -5))
                .build());
        UsageLedger.Balance first = new UsageLedger.Balance(LICENSE, "calls", 130, -2, 3, 128, 128, 12);
        UsageLedger.Balance second = new UsageLedger.Balance(OTHER, "calls", 7, 0, 0, 7, 7, 0);
        Page<UsageLedger.Balance> page = ledger.balances(null, 1);
        assertThat(page.items()).containsExactly(first);
        assertThat(ledger.balances(page.next(), 1).items()).containsExactly(second);
        assertThat(ledger.balances(page.next(), 1).next()).isNull();
        assertThat(ledger.balances(null, 2).items()).containsExactly(first, second);
        assertThatThrownBy(() -> ledger.balances("nonsense", 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void balancesAgreeDuringConcurrentCommits() throws Exception {
        AtomicInteger adding = new AtomicInteger(2);
        inThreads(3, part -> {
            if (part == 2) {
                while (adding.get() > 0) {
                    for (UsageLedger.Balance balance : ledger.balances(null, 10).items()) {
                        assertThat(balance.billed())
                                .isEqualTo(balance.journaled() + balance.corrected())
                                .isEqualTo(balance.exported());
                        assertThat(balance.counted()).isLessThanOrEqualTo(balance.journaled() + balance.added());
                    }
                }
                return 0;
            }
            try {
                UsageSource source = new UsageSource("node" + part, 1);
                for (int i = 0; i < 40; i++) {
                    UsageRow row = row(HOUR.plus(Duration.ofHours(i % 5)), 3);
                    ledger.commit(new UsageBatch(source, i, i + 1, List.of(row), List.of(monthly(3))));
                }
                store.commit(StoreChange.builder()
                        .correction(correction("cor_" + part, HOUR, -5, monthly(-5)))
                        .build());
            } finally {
                adding.decrementAndGet();
            }
            return 0;
        });
        assertThat(ledger.balances(null, 10).items())
                .containsExactly(new UsageLedger.Balance(LICENSE, "calls", 240, -10, 0, 230, 230, 230));
    }

    // Sums beyond the ledger's range

    @Test
    void rejectsTooLargeSum() {
        List<UsageBatch> large = List.of(
                batch(NODE, 1, 2, row(HOUR, 1)),
                batch(NODE, 1, 2, row(HOUR, MOST)),
                batch(NODE, 1, 2, row(HOUR, Long.MAX_VALUE)),
                batch(NODE, 1, 2, row(OTHER, HOUR, Long.MAX_VALUE), row(OTHER, HOUR, Long.MAX_VALUE)),
                batch(new UsageSource("other", 1), 0, 1, row(HOUR, 1)),
                counting(NODE, 1, 2, monthly(1)),
                counting(NODE, 1, 2, monthly(Long.MAX_VALUE)));
        ledger.commit(new UsageBatch(NODE, 0, 1, List.of(row(HOUR, MOST)), List.of(monthly(MOST))));
        for (UsageBatch batch : large) {
            List<UsageRow> rows = new ArrayList<>(batch.rows());
            rows.add(row(new LicenseId(ISSUER, "lic_3"), HOUR, 1));
            UsageBatch whole =
                    new UsageBatch(batch.source(), batch.afterSeq(), batch.upToSeq(), rows, batch.counters());
            assertThatThrownBy(() -> ledger.commit(whole))
                    .as("%s", batch)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("further than 9000000000000000000 from 0");
        }
        assertThat(ledger.position(NODE)).isEqualTo(1);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(MOST);
        assertThat(units(all())).isEqualTo(MOST);
        UsageCorrection less = correction("cor_1", HOUR, -1, monthly(-1));
        store.commit(StoreChange.builder().correction(less).build());
        assertThat(ledger.commit(counting(NODE, 1, 2, monthly(1)))).isTrue();
    }

    /** Three thirds of the ledger's range minus two, in every order: only the final sum is checked. */
    @Test
    @Tag("4.6.1")
    void addsUpInAnyOrder() {
        long large = MOST - 7;
        long[] parts = {large, -large, large, -large, large, 7};
        for (int rotated = 0; rotated < parts.length; rotated++) {
            LicenseId license = new LicenseId(ISSUER, "lic_r" + rotated);
            UsageSource source = new UsageSource("rotated" + rotated, 1);
            List<UsageRow> rows = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                rows.add(row(license, HOUR.plus(Duration.ofHours(i)), parts[(i + rotated) % parts.length]));
            }
            ledger.commit(new UsageBatch(source, 0, 1, rows, List.of()));
            assertThat(ledger.usage(all(UsageDimension.LICENSE)).items())
                    .allSatisfy(total -> assertThat(total.units()).isEqualTo(MOST));
            assertThat(ledger.totals(source, null, 10).items())
                    .singleElement()
                    .satisfies(total -> assertThat(total.units()).isEqualTo(MOST));
        }
        assertThat(ledger.balances(null, 10).items())
                .hasSize(parts.length)
                .allSatisfy(balance -> assertThat(List.of(balance.journaled(), balance.billed(), balance.exported()))
                        .containsOnly(MOST));
    }

    @Test
    @Tag("4.6.1")
    void addsUpOneBatchInAnyOrder() {
        UsageRow[] rows = {row(HOUR, MOST), row(HOUR, 5), row(HOUR, -MOST), row(HOUR, -MOST), row(HOUR, MOST)};
        CounterIncrement[] counts = {monthly(MOST), monthly(5), monthly(-MOST), monthly(-MOST), monthly(MOST)};
        ledger.commit(new UsageBatch(NODE, 0, 1, List.of(rows), List.of(counts)));
        assertThat(units(all())).isEqualTo(5);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(5);
        store.commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, MOST, monthly(MOST)))
                .correction(correction("cor_2", HOUR, -MOST, monthly(-MOST)))
                .build());
        assertThat(units(all())).isEqualTo(5);
        assertThat(ledger.balances(null, 10).items())
                .singleElement()
                .satisfies(balance -> assertThat(balance.corrected()).isZero());
    }

    @Test
    @Tag("4.6.1")
    void refusesToShowSumBeyondLong() {
        ledger.commit(batch(NODE, 0, 1, row(HOUR, MOST), row(LATER, MOST)));
        assertThat(ledger.usage(all(UsageDimension.HOUR)).items())
                .extracting(UsageTotal::units)
                .containsExactly(MOST, MOST);
        assertThatThrownBy(() -> ledger.usage(all()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("further than 9000000000000000000 from 0");
    }

    @Test
    @Tag("4.6.1")
    void acceptsEventsInAnyOrder() {
        UsageRow[] rows = new UsageRow[6];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(HOUR.plus(Duration.ofHours(i)), i % 2 == 0 ? MOST : -MOST);
        }
        int unused = ledger.exports().draw("billing", HOUR, LATER, 10);
        ledger.commit(batch(NODE, 0, 1, rows));
        unused = ledger.exports().draw("billing", LATER, LATER, 10);
        List<String> ids = ledger.exports().due("billing", LATER, 10).stream()
                .map(ExportEvent::id)
                .toList();
        ledger.exports().accepted(ids, LATER);
        assertThat(ids).hasSize(6);
        assertThat(ledger.exports().accepted("billing", null, 10).items())
                .singleElement()
                .satisfies(accepted -> assertThat(accepted.units()).isZero());
    }

    @Test
    void rejectsChangeWithTooLargeCorrection() {
        store.commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, -MOST, monthly(-MOST)))
                .build());
        for (UsageCorrection more : List.of(
                correction("cor_2", HOUR, -1),
                correction("cor_2", HOUR, Long.MIN_VALUE),
                correction("cor_2", HOUR, 5, monthly(-1)),
                correction("cor_2", HOUR, 5, monthly(Long.MIN_VALUE)))) {
            StoreChange change = StoreChange.builder()
                    .license(license("lic_1"), ACTIVE)
                    .correction(more)
                    .build();
            assertThatThrownBy(() -> store.commit(change)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(store.licenses().find(LICENSE)).isEmpty();
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(-MOST);
        assertThat(ledger.corrections(LICENSE, null, 10).items()).hasSize(1);
    }

    // Corrections and grants

    @Test
    void correctionCountsInItsHour() {
        UsageCorrection full = new UsageCorrection(
                "cor_1",
                LICENSE,
                "acme",
                PRO,
                "calls",
                -4,
                HOUR.plusSeconds(3599),
                NOW,
                "ann",
                "the \"outage\"",
                List.of(
                        monthly(-4),
                        CounterIncrement.of(
                                LICENSE,
                                new CounterId("c", null, Limit.Kind.QUOTA, "P1D", Scope.CUSTOMER, "acme"),
                                MARCH,
                                -1)));
        UsageBatch batch = new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 10)), List.of(monthly(10)));
        ledger.commit(batch);
        long generation = store.commit(StoreChange.builder().correction(full).build());
        assertThat(store.feed().since(generation - 1, 10))
                .containsExactly(new StoreEvent(generation, StoreEvent.Kind.LICENSE, ISSUER, "lic_1", null));
        assertThat(ledger.usage(all(UsageDimension.HOUR, UsageDimension.STATUS, UsageDimension.FEATURE))
                        .items())
                .containsExactlyInAnyOrder(
                        new UsageTotal(
                                Map.of(
                                        UsageDimension.HOUR,
                                        HOUR.toString(),
                                        UsageDimension.STATUS,
                                        "2",
                                        UsageDimension.FEATURE,
                                        "f"),
                                "calls",
                                10,
                                1),
                        new UsageTotal(
                                Map.of(
                                        UsageDimension.HOUR,
                                        HOUR.toString(),
                                        UsageDimension.STATUS,
                                        "0",
                                        UsageDimension.FEATURE,
                                        ""),
                                "calls",
                                -4,
                                0));
        assertThat(units(all())).isEqualTo(6);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isEqualTo(6);
        assertThat(ledger.corrections(LICENSE, null, 10).items()).containsExactly(full);
        assertThat(ledger.totals(NODE, null, 10).items()).containsExactly(new SourceTotal(LICENSE, "calls", 10, 1));
        assertThat(ledger.sources("")).isEmpty();
    }

    @Test
    void pagesCorrectionsInOrder() {
        for (int i = 9; i > 0; i--) {
            LicenseId of = i % 3 == 0 ? OTHER : LICENSE;
            store.commit(StoreChange.builder()
                    .correction(correction("cor_" + i, of, HOUR, i))
                    .build());
        }
        Page<UsageCorrection> first = ledger.corrections(LICENSE, null, 4);
        assertThat(first.items()).extracting(UsageCorrection::units).containsExactly(8L, 7L, 5L, 4L);
        Page<UsageCorrection> second = ledger.corrections(LICENSE, first.next(), 4);
        assertThat(second.items()).extracting(UsageCorrection::units).containsExactly(2L, 1L);
        assertThat(second.next()).isNull();
        assertThat(ledger.corrections(LICENSE, first.next(), 2).next()).isNull();
    }

    @Test
    void entersCorrectionOnce() {
        store.commit(
                StoreChange.builder().correction(correction("cor_1", HOUR, 1)).build());
        assertConflict(
                StoreChange.builder()
                        .correction(correction("cor_1", OTHER, HOUR, 1))
                        .build(),
                Kind.CORRECTION,
                "cor_1");
        StoreChange twice = StoreChange.builder()
                .correction(correction("cor_2", HOUR, 1))
                .correction(correction("cor_2", HOUR, 1))
                .build();
        assertConflict(twice, Kind.CORRECTION, "cor_2");
        store.commit(StoreChange.builder().uniqueKey("taken").build());
        StoreChange late = StoreChange.builder()
                .correction(correction("cor_2", HOUR, 1, monthly(1)))
                .uniqueKey("taken")
                .build();
        assertConflict(late, Kind.MARK, "taken");
        assertThat(units(all())).isEqualTo(1);
        assertThat(ledger.counted(LICENSE, MONTHLY, MARCH)).isZero();
        assertThat(ledger.corrections(LICENSE, null, 10).items()).hasSize(1);
    }

    @Test
    void storesGrantByRevision() {
        CreditGrant full = new CreditGrant(
                "crd_1", LICENSE, 1, "credits", MOST, 255, NOW, NOW.plusMillis(1), NOW.plusMillis(2), null);
        long generation = store.commit(StoreChange.builder()
                .license(license("lic_1"), ACTIVE)
                .grant(full)
                .grant(grant("crd_2", NOW, 0))
                .build());
        assertThat(store.feed().since(0, 10))
                .containsExactly(new StoreEvent(generation, StoreEvent.Kind.LICENSE, ISSUER, "lic_1", null));
        assertThat(store.credits().grants(LICENSE)).containsExactly(grant("crd_2", NOW, 0), full);
        assertThat(store.credits().grants(OTHER)).isEmpty();
        assertThat(store.credits().grantedLimits(LICENSE)).containsExactly("credits");
        assertThat(store.credits().grantedLimits(OTHER)).isEmpty();
        assertConflict(StoreChange.builder().grant(full).build(), Kind.GRANT, "crd_1");
        CreditGrant voided = full.voided(NOW.plusMillis(3));
        assertThat(store.commit(StoreChange.builder().grant(voided).build())).isEqualTo(generation + 1);
        assertConflict(StoreChange.builder().grant(voided).build(), Kind.GRANT, "crd_1");
        assertThat(store.credits().grants(LICENSE)).containsExactly(grant("crd_2", NOW, 0), voided);
        assertThat(store.credits().grant(ISSUER, "crd_1")).contains(voided);
        assertThat(store.credits().grant(ISSUER, "crd_3")).isEmpty();
        assertThat(store.credits().grant("https://other.example", "crd_1")).isEmpty();
        CreditGrant stolen = new CreditGrant("crd_2", OTHER, 1, "credits", 1, 0, NOW, NOW, null, null);
        assertConflict(StoreChange.builder().grant(stolen).build(), Kind.GRANT, "crd_2");
        CreditGrant stolenLater = new CreditGrant("crd_2", OTHER, 2, "credits", 1, 0, NOW, NOW, null, null);
        assertConflict(StoreChange.builder().grant(stolenLater).build(), Kind.GRANT, "crd_2");
    }

    @Test
    void returnsGrantsInOrderOfConsumption() {
        var change = StoreChange.builder();
        List<CreditGrant> kept = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            // Created first and still valid: some without an end, some that end after all others.
            kept.add(lapsing("crd_held" + i, i, i % 2 == 0 ? null : LATER.plusMillis(i), null));
        }
        for (int i = 0; i < 1_010; i++) {
            Instant end = NOW.plusMillis(2_000 + i);
            CreditGrant ended = switch (i % 4) {
                case 0 -> lapsing("crd_over" + i, 5_000 - i, end, null);
                case 1 -> lapsing("crd_over" + i, 5_000 - i, null, end);
                case 2 -> lapsing("crd_over" + i, 5_000 - i, end, LATER);
                default -> lapsing("crd_over" + i, 5_000 - i, LATER, end);
            };
            change.grant(ended);
            if (i >= 10) {
                kept.add(ended);
            }
        }
        kept.subList(0, 1_000).forEach(change::grant);
        change.grant(new CreditGrant("crd_first", LICENSE, 1, "trial", 1, 0, NOW, NOW, NOW.plusMillis(1), null));
        store.commit(change.build());
        assertThat(store.credits().grants(LICENSE))
                .containsExactlyElementsOf(
                        kept.stream().sorted(CreditGrant.CONSUMPTION_ORDER).toList());
        assertThat(store.credits().grantedLimits(LICENSE)).containsExactlyInAnyOrder("credits", "trial");
    }

    private static CreditGrant lapsing(String id, int createdAfter, @Nullable Instant until, @Nullable Instant voided) {
        return new CreditGrant(
                id, LICENSE, 1, "credits", 1, createdAfter % 3, NOW.plusMillis(createdAfter), NOW, until, voided);
    }

    // Queries

    @Test
    void appliesFilters() {
        LicenseId foreign = new LicenseId("https://other", "lic_1");
        UsageRow base = row(HOUR, 1);
        long hour = HOUR.toEpochMilli();
        ledger.commit(batch(
                NODE,
                0,
                1,
                base,
                row(foreign, HOUR, 10),
                row(OTHER, HOUR, 100),
                new UsageRow(LICENSE, "b", PRO, "calls", "", "", 2, UsageKind.CHARGED, hour, 1_000, 1),
                new UsageRow(
                        LICENSE, "b", PlanId.parse("free@1"), "calls", "", "", 5, UsageKind.CHARGED, hour, 10_000, 1),
                new UsageRow(LICENSE, "b", PRO, "bytes", "", "", 2, UsageKind.CHARGED, hour, 100_000, 1),
                new UsageRow(LICENSE, "b", PRO, "calls", "", "", 2, UsageKind.OBSERVED, hour, 1_000_000, 1)));
        assertThat(units(all())).isEqualTo(111_101);
        assertThat(units(query(null, null, null, null))).isEqualTo(111_101);
        assertThat(units(query("lic_1", null, null, null))).isEqualTo(111_001);
        assertThat(units(query(null, "acme", null, null))).isEqualTo(101);
        assertThat(units(query(null, null, "free@1", null))).isEqualTo(10_000);
        assertThat(units(query(null, null, null, "bytes"))).isEqualTo(100_000);
        assertThat(units(query("lic_1", "b", "pro@1", "calls"))).isEqualTo(1_000);
        assertThat(units(query("lic_9", null, null, null))).isZero();
        assertThat(units(new UsageQuery(
                        ISSUER, null, null, null, null, HOUR, HOUR, Set.of(), UsageKind.CHARGED, null, 9)))
                .isZero();
        UsageQuery observed =
                new UsageQuery(ISSUER, null, null, null, null, HOUR, LATER, Set.of(), UsageKind.OBSERVED, null, 9);
        assertThat(ledger.usage(observed).items()).containsExactly(new UsageTotal(Map.of(), "calls", 1_000_000, 1));
        assertThat(ledger.totals(NODE, null, 10).items())
                .containsExactly(
                        new SourceTotal(foreign, "calls", 10, 1),
                        new SourceTotal(LICENSE, "bytes", 100_000, 1),
                        new SourceTotal(LICENSE, "calls", 11_001, 3),
                        new SourceTotal(OTHER, "calls", 100, 1));
        Page<SourceTotal> first = ledger.totals(NODE, null, 3);
        assertThat(ledger.totals(NODE, first.next(), 3).items())
                .containsExactly(new SourceTotal(OTHER, "calls", 100, 1));
    }

    @Test
    void hoursAndDaysAreUtc() {
        // The night in which clocks in Berlin skip an hour, and the first night of 1970.
        List<UsageRow> rows = new ArrayList<>();
        for (int i = -12; i < 12; i++) {
            rows.add(row(Instant.parse("2026-03-29T01:00:00Z").plusSeconds(3600L * i), 1));
            rows.add(row(Instant.EPOCH.plusSeconds(3600L * i), 1));
        }
        ledger.commit(batch(NODE, 0, 1, rows.toArray(UsageRow[]::new)));
        assertThat(ledger.usage(all(UsageDimension.HOUR)).items())
                .hasSize(48)
                .extracting(total -> Instant.parse(total.keys().get(UsageDimension.HOUR)))
                .isSorted();
        assertThat(ledger.usage(all(UsageDimension.DAY)).items())
                .extracting(total -> total.keys().get(UsageDimension.DAY) + " " + total.units())
                .containsExactly(
                        "1969-12-31T00:00:00Z 12",
                        "1970-01-01T00:00:00Z 12",
                        "2026-03-28T00:00:00Z 11",
                        "2026-03-29T00:00:00Z 13");
        Instant from = Instant.parse("2026-03-29T00:59:59.999Z");
        Instant to = Instant.parse("2026-03-29T01:00:00.001Z");
        UsageQuery rounded =
                new UsageQuery(ISSUER, null, null, null, null, from, to, Set.of(), UsageKind.CHARGED, null, 9);
        assertThat(units(rounded)).isEqualTo(2);
        assertThatThrownBy(() -> row(HOUR.plusMillis(1), 1)).hasMessageContaining("first millisecond of an hour");
    }

    @Test
    void rejectsForeignCursor() {
        for (String cursor : List.of("", "x", ".x", ".AA.AA.AA.AA", "..", "\u0000")) {
            assertThatThrownBy(() -> ledger.usage(
                            page(all(UsageDimension.HOUR, UsageDimension.LICENSE, UsageDimension.PLAN), cursor, 5)))
                    .as(cursor)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.totals(NODE, cursor, 5)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.corrections(LICENSE, cursor, 5))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> page(all(), null, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sumsEqualReferenceModel() {
        againstAModel(2_000);
    }

    @Test
    @Tag("proof")
    void sumsEqualReferenceModelOverManyBatches() {
        againstAModel(20_000);
    }

    private void againstAModel(int steps) {
        Random random = new Random(20261121);
        UsageModel model = new UsageModel(random);
        ExportLog exports = ledger.exports();
        Set<String> events = new HashSet<>();
        for (int i = 0; i < steps; i++) {
            int act = random.nextInt(20);
            if (act < 15) {
                UsageBatch batch = model.batch();
                assertThat(ledger.commit(batch)).isTrue();
                if (act < 3) {
                    assertThat(ledger.commit(batch)).isFalse();
                }
            } else if (act < 17) {
                store.commit(
                        StoreChange.builder().correction(model.correction(i)).build());
            } else {
                String exporter = "exporter" + random.nextInt(2);
                exports.draw(exporter, model.closed(), NOW, 1 + random.nextInt(30));
                List<ExportEvent> due = exports.due(exporter, NOW, random.nextInt(20));
                due.forEach(event -> assertThat(events.add(event.id())).isTrue());
                exports.accepted(due.stream().map(ExportEvent::id).toList(), NOW);
            }
            if (i % (steps / 20) == steps / 20 - 1) {
                Set<UsageDimension> by = EnumSet.noneOf(UsageDimension.class);
                Arrays.stream(UsageDimension.values())
                        .filter(one -> random.nextInt(3) == 0)
                        .forEach(by::add);
                List<UsageTotal> expected = model.usage(by);
                assertThat(paged(all(by.toArray(UsageDimension[]::new)), 1 + expected.size() / (1 + random.nextInt(5))))
                        .containsExactlyInAnyOrderElementsOf(expected);
                model.counters.forEach(
                        (counter, units) -> assertThat(ledger.counted(LICENSE, counter.counter(), counter.window()))
                                .isEqualTo(units));
            }
        }
        for (String exporter : List.of("exporter0", "exporter1", "late")) {
            assertThat(drawn(exporter, model.closed())).isEqualTo(model.exported());
        }
    }

    /** Draws all events of an exporter, by license and meter. */
    private Map<String, Long> drawn(String exporter, Instant closed) {
        ExportLog exports = ledger.exports();
        List<ExportEvent> due;
        do {
            while (exports.draw(exporter, closed, NOW, 50) > 0) {}
            due = exports.due(exporter, NOW, 1000);
            exports.accepted(due.stream().map(ExportEvent::id).toList(), NOW);
        } while (!due.isEmpty());
        assertThat(exports.waiting(exporter)).isZero();
        Map<String, Long> sums = new TreeMap<>();
        String cursor = null;
        do {
            Page<ExportLog.Accepted> page = exports.accepted(exporter, cursor, 3);
            page.items().forEach(one -> sums.put(one.license().value() + " " + one.meter(), one.units()));
            cursor = page.next();
        } while (cursor != null);
        return sums;
    }

    // Exports

    @Test
    void drawsOnlyEndedHours() {
        ExportLog exports = ledger.exports();
        ledger.commit(batch(NODE, 0, 1, row(HOUR, 7), row(HOUR.plusSeconds(3600), 1)));
        assertThat(exports.draw("x", HOUR.plusSeconds(3599), NOW, 100)).isZero();
        assertThat(exports.draw("x", HOUR.plusSeconds(3600), NOW, 100)).isEqualTo(1);
        assertThat(exports.draw("x", HOUR.plusSeconds(3600), NOW, 100)).isZero();
        String id = EventId.of("x", LICENSE, "calls", HOUR.getEpochSecond() / 3600, 1);
        assertThat(id).matches("evt_[0-9a-f]{32}");
        assertThat(exports.due("x", NOW, 10))
                .containsExactly(new ExportEvent(
                        id, "x", LICENSE, "acme", "calls", HOUR, HOUR.plusSeconds(3600), 1, 7, NOW, 0, NOW, null));
        assertThat(exports.due("y", NOW, 10)).isEmpty();
        assertThat(exports.draw("x", HOUR.plusSeconds(7200), NOW, 100)).isEqualTo(1);
        assertThat(exports.waiting("x")).isEqualTo(2);
    }

    @Test
    void eventIdNeverChanges() {
        // A changed id would bill again what an older version has billed.
        assertThat(EventId.of("stripe", new LicenseId("https://vendor.example", "lic_1"), "calls", 492_000, 2))
                .isEqualTo("evt_a899a1c4f5c694f542549d040e9048d2");
    }

    @Test
    void drawsLateUsageAsRevision() {
        ExportLog exports = ledger.exports();
        ledger.commit(batch(NODE, 0, 1, row(HOUR, 7)));
        exports.draw("x", LATER, NOW, 100);
        ledger.commit(batch(NODE, 1, 2, row(HOUR, 5)));
        store.commit(
                StoreChange.builder().correction(correction("cor_1", HOUR, -20)).build());
        assertThat(exports.draw("x", LATER, NOW, 100)).isEqualTo(1);
        ledger.commit(batch(NODE, 2, 3, row(HOUR, 1)));
        store.commit(
                StoreChange.builder().correction(correction("cor_2", HOUR, -1)).build());
        assertThat(exports.draw("x", LATER, NOW, 100)).isZero();
        // The clock has been set back: closed hours stay closed.
        store.commit(
                StoreChange.builder().correction(correction("cor_3", HOUR, 2)).build());
        assertThat(exports.draw("x", HOUR, NOW, 100)).isIn(0, 1);
        exports.draw("x", LATER, NOW, 100);
        assertThat(exports.due("x", NOW, 10))
                .extracting(event -> event.revision() + ": " + event.units())
                .containsExactlyInAnyOrder("1: 7", "2: -15", "3: 2");
        assertThat(exports.draw("y", LATER, NOW, 100)).isEqualTo(1);
        assertThat(exports.due("y", NOW, 10)).extracting(ExportEvent::units).containsExactly(-6L);
    }

    @Test
    void drawsEverythingInParts() {
        List<UsageRow> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(row(new LicenseId(ISSUER, "lic_" + i % 7), HOUR.plusSeconds(3600L * (i / 7)), 1));
        }
        ledger.commit(batch(NODE, 0, 1, rows.toArray(UsageRow[]::new)));
        int made = 0;
        for (int i = 0; i < 50; i++) {
            made += ledger.exports().draw("x", LATER, NOW, 3);
            // Meanwhile usage is added before and after the current position.
            ledger.commit(batch(NODE, i + 1, i + 2, row(HOUR, 1), row(HOUR.plusSeconds(3600 * 14), 1), row(LATER, 1)));
        }
        made += ledger.exports().draw("x", LATER, NOW, 1_000);
        List<ExportEvent> events = ledger.exports().due("x", NOW, 1_000);
        assertThat(events).hasSize(made);
        assertThat(events.stream().mapToLong(ExportEvent::units).sum()).isEqualTo(200);
        assertThat(new HashSet<>(events.stream().map(ExportEvent::id).toList())).hasSize(made);
        assertThat(ledger.exports().draw("x", LATER.plusSeconds(3600), NOW, 1_000))
                .isEqualTo(1);
    }

    @Test
    void separatesCustomersOfWindow() {
        ledger.commit(batch(
                NODE,
                0,
                1,
                row(HOUR, 7),
                new UsageRow(LICENSE, "new", PRO, "calls", "", "", 2, UsageKind.CHARGED, HOUR.toEpochMilli(), 3, 1)));
        assertThat(ledger.exports().draw("x", LATER, NOW, 10)).isEqualTo(2);
        List<ExportEvent> events = ledger.exports().due("x", NOW, 10);
        assertThat(events).extracting(ExportEvent::revision).containsExactlyInAnyOrder(1, 2);
        assertThat(events)
                .extracting(event -> event.customer() + event.units())
                .containsExactlyInAnyOrder("acme7", "new3");
    }

    @Test
    void concurrentDrawsCreateEachEventOnce() throws Exception {
        Store other = otherNode();
        inThreads(4, index -> {
            UsageLedger mine = index % 2 == 0 ? ledger : other.usage();
            UsageSource source = new UsageSource("node" + index, 1);
            for (int i = 0; i < 15; i++) {
                mine.commit(batch(source, i, i + 1, row(HOUR, 1), row(OTHER, HOUR, 1)));
                mine.exports().draw("x", LATER, NOW, 100);
            }
            return 0;
        });
        ledger.exports().draw("x", LATER, NOW, 100);
        Map<String, List<ExportEvent>> byLicense = new HashMap<>();
        for (ExportEvent event : ledger.exports().due("x", NOW, 1_000)) {
            byLicense
                    .computeIfAbsent(event.license().value(), name -> new ArrayList<>())
                    .add(event);
        }
        assertThat(byLicense).hasSize(2);
        byLicense.values().forEach(events -> {
            assertThat(events.stream().mapToLong(ExportEvent::units).sum()).isEqualTo(60);
            assertThat(events)
                    .extracting(ExportEvent::revision)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, events.size()).boxed().toList());
        });
    }

    @Test
    void eventWaitsUntilAcceptedOrDead() {
        ExportLog exports = ledger.exports();
        ledger.commit(batch(NODE, 0, 1, row(HOUR, 1), row(HOUR.plusSeconds(3600), 2), row(HOUR.plusSeconds(7200), 4)));
        exports.draw("x", LATER, NOW, 100);
        List<String> ids =
                exports.due("x", NOW, 10).stream().map(ExportEvent::id).toList();
        assertThat(exports.due("x", NOW, 2)).extracting(ExportEvent::units).containsExactly(1L, 2L);
        exports.failed(ids.subList(0, 1), NOW.plusSeconds(9), "HTTP 500");
        assertThat(exports.due("x", NOW.plusSeconds(8), 10))
                .extracting(ExportEvent::units)
                .containsExactly(2L, 4L);
        ExportEvent failed = exports.due("x", NOW.plusSeconds(9), 10).get(2);
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.lastError()).isEqualTo("HTTP 500");
        exports.dead(ids.subList(0, 2), "HTTP 400");
        exports.failed(ids.subList(0, 1), NOW, "too late");
        assertThat(exports.waiting("x")).isEqualTo(1);
        Page<ExportEvent> first = exports.deadLetters(null, 1);
        Page<ExportEvent> second = exports.deadLetters(first.next(), 1);
        assertThat(second.next()).isNull();
        assertThat(List.of(first.items().get(0), second.items().get(0)))
                .extracting(ExportEvent::id)
                .containsExactlyInAnyOrderElementsOf(ids.subList(0, 2));
        assertThat(first.items().get(0).lastError()).isEqualTo("HTTP 400");
        assertThat(exports.replay(ids.subList(0, 1), NOW.plusSeconds(5))).isEqualTo(1);
        assertThat(exports.replay(List.of(ids.get(0), "evt_unknown"), NOW)).isZero();
        ExportEvent again = exports.due("x", NOW.plusSeconds(5), 10).get(1);
        assertThat(again.attempts()).isZero();
        assertThat(again.lastError()).isNull();
        assertThat(exports.replay(List.of(), NOW)).isEqualTo(1);
        assertThat(exports.deadLetters(null, 10).items()).isEmpty();
        assertThat(exports.waiting("x")).isEqualTo(3);
    }

    @Test
    void keepsAcceptedUnitsAsSum() {
        ExportLog exports = ledger.exports();
        ledger.commit(batch(NODE, 0, 1, row(HOUR, 1), row(HOUR.plusSeconds(3600), 2), row(OTHER, HOUR, 4)));
        exports.draw("x", LATER, NOW, 100);
        List<String> ids =
                exports.due("x", NOW, 10).stream().map(ExportEvent::id).toList();
        exports.dead(ids.subList(0, 1), "no");
        for (int i = 0; i < 2; i++) {
            exports.accepted(ids, NOW);
            exports.accepted(List.of("evt_unknown"), NOW);
        }
        List<ExportLog.Accepted> sums =
                List.of(new ExportLog.Accepted(LICENSE, "calls", 3, 2), new ExportLog.Accepted(OTHER, "calls", 4, 1));
        assertThat(exports.accepted("x", null, 10).items()).isEqualTo(sums);
        Page<ExportLog.Accepted> first = exports.accepted("x", null, 1);
        assertThat(exports.accepted("x", first.next(), 1).items()).isEqualTo(sums.subList(1, 2));
        assertThat(exports.accepted("y", null, 1).items()).isEmpty();
        assertThat(exports.waiting("x")).isZero();
        assertThat(exports.replay(List.of(), NOW)).isZero();
        store.expire(NOW.plus(Duration.ofDays(400)));
        assertThat(exports.accepted("x", null, 10).items()).isEqualTo(sums);
        assertThat(exports.draw("x", LATER, NOW, 100)).isZero();
        ledger.commit(batch(NODE, 1, 2, row(HOUR, 1)));
        exports.draw("x", LATER, NOW, 100);
        assertThat(exports.due("x", NOW, 10)).extracting(ExportEvent::revision).containsExactly(2);
    }

    // Arbitrary text

    static List<String> hostileTexts() {
        List<String> texts = new ArrayList<>(StoreContract.hostileTexts());
        texts.add("x".repeat(20_000));
        texts.add("x".repeat(20_000) + "y");
        return texts;
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void findsUsageByAnyName(String text) {
        LicenseId license = new LicenseId(text, text);
        UsageSource source = new UsageSource(text.substring(0, Math.min(text.length(), 500)), 1);
        CounterId counter = new CounterId(text, text, Limit.Kind.QUOTA, text, Scope.USER, text);
        CounterIncrement increment = CounterIncrement.of(license, counter, MARCH, 3);
        UsageRow row =
                new UsageRow(license, text, PRO, text, text, text, 2, UsageKind.CHARGED, HOUR.toEpochMilli(), 3, 1);
        UsageRow alike = new UsageRow(
                new LicenseId(text, text + "z"),
                "z",
                PRO,
                "z",
                "z",
                "z",
                2,
                UsageKind.CHARGED,
                HOUR.toEpochMilli(),
                1,
                1);
        StoredMessage message = new StoredMessage(source.node(), text, NOW, text);
        UsageBatch batch = new UsageBatch(source, 0, 1, List.of(row, alike), List.of(increment));
        UsageSamples.commit(ledger, batch, changes -> List.of(message));
        assertThat(ledger.position(source)).isEqualTo(1);
        assertThat(ledger.counted(license, counter, MARCH)).isEqualTo(3);
        assertThat(ledger.counters(license, NOW)).containsExactly(increment);
        UsageQuery query = new UsageQuery(
                text,
                null,
                null,
                null,
                null,
                HOUR,
                LATER,
                Set.of(
                        UsageDimension.LICENSE,
                        UsageDimension.CUSTOMER,
                        UsageDimension.FEATURE,
                        UsageDimension.ENDPOINT),
                UsageKind.CHARGED,
                null,
                10);
        assertThat(paged(query, 1))
                .contains(new UsageTotal(
                        Map.of(
                                UsageDimension.LICENSE,
                                text,
                                UsageDimension.CUSTOMER,
                                text,
                                UsageDimension.FEATURE,
                                text,
                                UsageDimension.ENDPOINT,
                                text),
                        text,
                        3,
                        1))
                .hasSize(2);
        assertThat(ledger.totals(source, null, 1).items().get(0)).isEqualTo(new SourceTotal(license, text, 3, 1));
        Page<SourceTotal> first = ledger.totals(source, null, 1);
        assertThat(ledger.totals(source, first.next(), 1).items()).hasSize(1);
        ledger.exports().draw(source.node(), LATER, NOW, 10);
        List<ExportEvent> events = ledger.exports().due(source.node(), NOW, 10);
        assertThat(events).extracting(ExportEvent::meter).containsExactlyInAnyOrder(text, "z");
        ledger.exports().failed(List.of(events.get(0).id()), NOW, text);
        assertThat(ledger.exports().due(source.node(), NOW, 10))
                .extracting(ExportEvent::lastError)
                .contains(text);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void readsCorrectionsWithAnyText(String text) {
        String id = text.substring(0, Math.min(text.length(), 200));
        LicenseId license = new LicenseId(id, id);
        CounterId counter = new CounterId(text, text, Limit.Kind.CREDITS, text, Scope.KEY, text);
        UsageCorrection correction = new UsageCorrection(
                id,
                license,
                text,
                PRO,
                text,
                1,
                HOUR,
                NOW,
                text,
                text,
                List.of(CounterIncrement.of(license, counter, MARCH, 3)));
        CreditGrant grant = new CreditGrant(id, license, 1, text, 5, 1, NOW, NOW, null, null);
        store.commit(StoreChange.builder().correction(correction).grant(grant).build());
        assertThat(ledger.corrections(license, null, 1).items()).containsExactly(correction);
        assertThat(store.credits().grants(license)).containsExactly(grant);
        assertThat(ledger.counted(license, counter, MARCH)).isEqualTo(3);
    }

    private static UsageQuery query(
            @Nullable String license, @Nullable String customer, @Nullable String plan, @Nullable String meter) {
        return new UsageQuery(
                ISSUER,
                license,
                customer,
                plan,
                meter,
                HOUR,
                LATER,
                Set.of(UsageDimension.PLAN),
                UsageKind.CHARGED,
                null,
                100);
    }

    private long units(UsageQuery query) {
        return ledger.usage(query).items().stream().mapToLong(UsageTotal::units).sum();
    }

    /** Reads page by page, checking the order within and between pages. */
    private List<UsageTotal> paged(UsageQuery query, int max) {
        List<UsageTotal> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<UsageTotal> page = ledger.usage(page(query, cursor, max));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(max);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    private void assertConflict(StoreChange change, Kind kind, String id) {
        assertConflict(() -> store.commit(change), kind, id);
    }

    private static void assertConflict(ThrowingCallable commit, Kind kind, String id) {
        assertThatThrownBy(commit).isInstanceOfSatisfying(StoreConflictException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.id()).isEqualTo(id);
        });
    }

    private interface Part {
        int run(int index) throws Exception;
    }

    private static void inThreads(int count, Part part) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier start = new CyclicBarrier(count);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                Callable<Integer> work = () -> {
                    start.await();
                    return part.run(index);
                };
                running.add(threads.submit(work));
            }
            for (Future<Integer> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Tag("4.2.3")
    void storesLastJournal() {
        UsageSource first = new UsageSource("journaled", 3);
        UsageSource second = new UsageSource("journaled", 4);
        ledger.noteJournal(first);
        ledger.noteCompleteJournal(first);
        long kept = ledger.isDurable() ? 1 : 0;
        assertThat(ledger.lastJournal("journaled")).isEqualTo(3 * kept);
        assertThat(ledger.isJournalComplete(first)).isEqualTo(ledger.isDurable());
        ledger.noteJournal(second);
        ledger.noteJournal(first);
        assertThat(ledger.lastJournal("journaled")).as("the last one").isEqualTo(4 * kept);
        assertThat(ledger.isJournalComplete(second)).isFalse();
        assertThat(ledger.lastJournal("other")).isZero();
    }
}
