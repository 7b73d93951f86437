package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.store.BatchSequence;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.EndedCountersQuery;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.LedgerTransaction;
import io.github.licensing4j.spi.LimitCounter;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores the usage ledger in memory, under the lock of its store. Bounded by {@link UsageCompaction}. */
final class InMemoryUsageLedger implements UsageLedger {
    private static final Comparator<UsageSource> BY_NODE =
            Comparator.comparing(UsageSource::node).thenComparing(UsageSource::epoch);

    private final StoreLock lock;
    private final InMemoryOutbox outbox;
    private final TreeMap<UsageSource, Long> positions = new TreeMap<>(BY_NODE);
    private final UsageTable table = new UsageTable();
    private final List<UsageCorrection> corrections = new ArrayList<>();
    private final Set<String> correctionIds = new HashSet<>();
    private final Set<String> messageIds = new HashSet<>();
    private final InMemoryExportLog exports;
    private final UsageCompaction usageCompaction;
    private final MeterTable meters = new MeterTable();
    private final Map<List<Object>, LimitCounter> limitCounters = new LinkedHashMap<>();

    InMemoryUsageLedger(StoreLock lock, InMemoryOutbox outbox) {
        this(lock, outbox, UsageCompaction.MOST);
    }

    /** @param most the largest number of rows and counters, slightly exceeded */
    InMemoryUsageLedger(StoreLock lock, InMemoryOutbox outbox, int most) {
        this.lock = lock;
        this.outbox = outbox;
        this.exports = new InMemoryExportLog(lock, table.totals, meters);
        this.usageCompaction = new UsageCompaction(table, exports, most);
    }

    @Override
    public long position(UsageSource source) {
        return lock.locked(() -> positions.getOrDefault(source, 0L));
    }

    @Override
    public List<UsageSource> sources(String node) {
        return lock.locked(() -> positions.keySet().stream()
                .filter(source -> source.node().equals(node))
                .toList());
    }

    @Override
    public <T> T write(Function<LedgerTransaction, T> work) {
        InMemoryTransaction transaction = new InMemoryTransaction(this);
        return lock.locked(() -> transaction.run(new Writing(transaction), work));
    }

    private final class Writing implements LedgerTransaction {
        private final InMemoryTransaction transaction;

        Writing(InMemoryTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public Optional<List<CounterChange>> add(UsageBatch batch) {
            return transaction.once(() -> {
                if (!BatchSequence.isNext(batch, positions.getOrDefault(batch.source(), 0L))) {
                    return Optional.empty();
                }
                BatchTotals batchTotals = BatchTotals.of(usageCompaction.dated(batch.rows()), batch.counters());
                UsageTable.Addition addition = table.addition(batch.source(), batchTotals);
                transaction.atEnd(() -> {
                    apply(addition, batchTotals);
                    positions.put(batch.source(), batch.upToSeq());
                });
                return Optional.of(addition.changes());
            });
        }

        @Override
        public void addMessages(List<StoredMessage> messages) {
            transaction.addMessages(messages);
        }
    }

    void storeMessages(List<StoredMessage> messages) {
        messages.stream().filter(message -> messageIds.add(message.id())).forEach(outbox::add);
    }

    private void apply(UsageTable.Addition addition, BatchTotals batchTotals) {
        addition.apply();
        exports.touched(addition.touched());
        usageCompaction.fold();
        meters.counted(batchTotals);
    }

    /**
     * Prepares corrections, which are entered at the end of a transaction; nothing is changed before.
     *
     * @return the change of each counter
     * @throws StoreConflictException if one of them was entered already
     */
    List<CounterChange> enter(List<UsageCorrection> entered, InMemoryTransaction transaction) {
        Set<String> ids = new HashSet<>();
        for (UsageCorrection one : entered) {
            if (correctionIds.contains(one.id()) || !ids.add(one.id())) {
                throw new StoreConflictException(Kind.CORRECTION, one.id());
            }
        }
        BatchTotals batchTotals = BatchTotals.of(
                usageCompaction.dated(entered.stream().map(UsageCorrection::row).toList()),
                entered.stream().flatMap(one -> one.counters().stream()).toList());
        UsageTable.Addition addition = table.addition(null, batchTotals);
        transaction.atEnd(() -> {
            apply(addition, batchTotals);
            correctionIds.addAll(ids);
            corrections.addAll(entered);
        });
        return addition.changes();
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        CounterIncrement zero = CounterIncrement.of(license, counter, window, 0);
        return lock.locked(() -> table.counters.getOrDefault(zero, 0L));
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        CounterIncrement zero = CounterIncrement.of(license, counter, window, 0);
        return lock.locked(() -> new EarlierUse(table, license, start).counted(zero));
    }

    private CounterIncrement stored(CounterIncrement zero, long units) {
        return new CounterIncrement(
                zero.issuer(), zero.license(), zero.counter(), zero.window(), units, table.starts(zero));
    }

    @Override
    public List<CounterIncrement> counters(LicenseId license, Instant endingAfter) {
        long millis = endingAfter.toEpochMilli();
        return lock.locked(() -> table.counters.entrySet().stream()
                .filter(one -> license.value().equals(one.getKey().license())
                        && license.issuer().equals(one.getKey().issuer())
                        && one.getKey().window().endMillis() > millis)
                .map(one -> stored(one.getKey(), one.getValue()))
                .toList());
    }

    @Override
    public List<CounterIncrement> customerCounters(String issuer, String customer, Instant endingAfter) {
        return lock.locked(() -> table.counters.entrySet().stream()
                .filter(one -> one.getKey().license() == null
                        && issuer.equals(one.getKey().issuer())
                        && customer.equals(one.getKey().counter().subject())
                        && one.getKey().window().endMillis() > endingAfter.toEpochMilli())
                .map(one -> stored(one.getKey(), one.getValue()))
                .toList());
    }

    @Override
    public Page<CounterIncrement> ended(EndedCountersQuery query) {
        String cursor = query.cursor();
        List<String> from = cursor == null ? null : PageKey.read(cursor, 2);
        long after = query.after().toEpochMilli();
        long until = query.until().toEpochMilli();
        return lock.locked(() -> {
            TreeMap<List<String>, CounterIncrement> sorted = new TreeMap<>(Pages.BY_KEYS);
            table.counters.forEach((counter, units) -> {
                long end = counter.window().endMillis();
                if (counter.issuer().equals(query.issuer()) && end > after && end <= until) {
                    sorted.put(List.of(Pages.sortable(end), counter.toString()), stored(counter, units));
                }
            });
            return Pages.of(sorted, from, query.max(), (key, counter) -> counter);
        });
    }

    @Override
    public Page<UsageTotal> usage(UsageQuery query) {
        return lock.locked(() -> new UsageSearch(query).run(table.rows));
    }

    @Override
    public Page<SourceTotal> totals(UsageSource source, @Nullable String cursor, int max) {
        return lock.locked(() -> Pages.of(
                table.of(source),
                cursor,
                max,
                (name, sums) -> new SourceTotal(
                        name.license(),
                        name.meter(),
                        sums.units().units(),
                        sums.calls().units())));
    }

    @Override
    public Page<Balance> balances(@Nullable String cursor, int max) {
        return lock.locked(() -> Pages.of(Balances.of(table, corrections), cursor, max, (name, balance) -> balance));
    }

    @Override
    public long corrected() {
        return lock.locked(() -> (long) corrections.size());
    }

    @Override
    public List<UsageCorrection> correctedAfter(long after, int max) {
        return lock.locked(() -> {
            int to = (int) Math.min(corrections.size(), after + max);
            return after >= to ? List.of() : List.copyOf(corrections.subList((int) after, to));
        });
    }

    @Override
    public Page<UsageCorrection> corrections(LicenseId license, @Nullable String cursor, int max) {
        long after = cursor == null ? -1 : PageKey.number(cursor);
        return lock.locked(() -> {
            List<UsageCorrection> found = new ArrayList<>();
            long last = after;
            for (int i = (int) (after + 1); i < corrections.size(); i++) {
                if (corrections.get(i).license().equals(license)) {
                    if (found.size() == max) {
                        return new Page<>(found, Long.toString(last));
                    }
                    found.add(corrections.get(i));
                    last = i;
                }
            }
            return new Page<>(found, null);
        });
    }

    @Override
    public Optional<Instant> firstHour() {
        long floor = usageCompaction.floorMillis();
        return floor == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(floor));
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public List<CountedMeter> meters() {
        return lock.locked(meters::all);
    }

    @Override
    public void declare(Collection<Meter> declared) {
        lock.locked(() -> {
            meters.declare(declared);
            return null;
        });
    }

    @Override
    public List<LimitCounter> limitCounters() {
        return lock.locked(() -> List.copyOf(limitCounters.values()));
    }

    @Override
    public void keep(Collection<LimitCounter> counters) {
        lock.locked(() -> {
            counters.forEach(one -> limitCounters.put(List.of(one.plan(), one.limit()), one));
            return null;
        });
    }

    /** Returns the rows by the hour. Called under the lock of the store. */
    Map<UsageRow, Sum> rows() {
        return table.rows;
    }

    /** Records that credits of a meter were granted. Called under the lock of the store. */
    void granted(CreditGrant grant) {
        if (grant.meter() != null) {
            meters.counted(grant.meter());
        }
    }

    @Override
    public ExportLog exports() {
        return exports;
    }
}
