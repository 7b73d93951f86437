package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.EndedCountersQuery;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.LedgerTransaction;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory ledger of counters, positions and an outbox: a batch is added completely or not at all, and a message id
 * is stored once.
 */
final class FakeUsageLedger implements UsageLedger {
    final List<CounterIncrement> counters = new ArrayList<>();
    final List<StoredMessage> outbox = new ArrayList<>();
    private final Set<String> everStored = new HashSet<>();
    private final Map<UsageSource, Long> positions = new HashMap<>();
    private int commitsLeft = Integer.MAX_VALUE;

    /** Fails after this many more commits, as if the process had died. */
    void diesAfter(int commits) {
        commitsLeft = commits;
    }

    @Override
    public long position(UsageSource source) {
        return positions.getOrDefault(source, 0L);
    }

    @Override
    public <T> T write(Function<LedgerTransaction, T> work) {
        if (commitsLeft-- <= 0) {
            throw new StoreException("dead", new IllegalStateException("planted"));
        }
        return work.apply(new Transaction());
    }

    private final class Transaction implements LedgerTransaction {
        @Override
        public Optional<List<CounterChange>> add(UsageBatch batch) {
            if (position(batch.source()) != batch.afterSeq()) {
                return Optional.empty();
            }
            positions.put(batch.source(), batch.upToSeq());
            return Optional.of(List.of());
        }

        @Override
        public void addMessages(List<StoredMessage> messages) {
            messages.stream().filter(message -> everStored.add(message.id())).forEach(outbox::add);
        }
    }

    @Override
    public List<CounterIncrement> counters(LicenseId license, Instant endingAfter) {
        return counters.stream()
                .filter(counter -> license.value().equals(counter.license())
                        && counter.window().endMillis() > endingAfter.toEpochMilli())
                .toList();
    }

    @Override
    public List<CounterIncrement> customerCounters(String issuer, String customer, Instant endingAfter) {
        return counters.stream()
                .filter(counter -> counter.license() == null
                        && customer.equals(counter.counter().subject())
                        && counter.window().endMillis() > endingAfter.toEpochMilli())
                .toList();
    }

    @Override
    public Page<CounterIncrement> ended(EndedCountersQuery query) {
        List<CounterIncrement> ended = counters.stream()
                .filter(counter -> counter.issuer().equals(query.issuer())
                        && counter.window().endMillis() > query.after().toEpochMilli()
                        && counter.window().endMillis() <= query.until().toEpochMilli())
                .toList();
        int from = query.cursor() == null ? 0 : Integer.parseInt(query.cursor());
        int to = Math.min(ended.size(), from + query.max());
        return new Page<>(ended.subList(from, to), to == ended.size() ? null : Integer.toString(to));
    }

    @Override
    public List<UsageSource> sources(String node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<UsageTotal> usage(UsageQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<SourceTotal> totals(UsageSource source, @Nullable String cursor, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<Balance> balances(@Nullable String cursor, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long corrected() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<UsageCorrection> correctedAfter(long after, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<UsageCorrection> corrections(LicenseId license, @Nullable String cursor, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CountedMeter> meters() {
        return List.of();
    }

    @Override
    public void declare(Collection<Meter> meters) {
        // This fake does not look up meters.
    }

    @Override
    public ExportLog exports() {
        throw new UnsupportedOperationException();
    }
}
