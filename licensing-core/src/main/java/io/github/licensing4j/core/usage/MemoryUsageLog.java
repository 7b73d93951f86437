package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.ConsumedCredit;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Aggregates calls in memory until the ledger holds them; usage that is not in the ledger is lost with the process. */
final class MemoryUsageLog implements UsageLog {
    private static final Logger log = LoggerFactory.getLogger(MemoryUsageLog.class);

    private final UsageSource source;
    private final int maxSums;
    private final RefusedUsage refused = RefusedUsage.inMemory();
    private final Object lock = new Object();
    private UsageAggregator adder = new UsageAggregator();
    private long lastSeq;
    private volatile int sums;
    private volatile boolean closed;
    /** Batches that are being shipped, oldest first; used by the shipping thread only. */
    private final Deque<UsageBatch> pending = new ArrayDeque<>();

    private volatile long shipped;
    /** The last number of the last batch, after which the next one begins; used by the shipping thread only. */
    private long batched;

    /** The calls that the ledger had and lost. */
    private final AtomicLong lost = new AtomicLong();

    /**
     * @param source a run that the ledger does not contain
     * @param maxSums how many sums may wait for the ledger before calls are refused
     */
    MemoryUsageLog(UsageSource source, int maxSums) {
        this.source = source;
        this.maxSums = maxSums;
    }

    @Override
    public void append(UsageAccount account, CallDescriptor descriptor, CallRecord call) {
        synchronized (lock) {
            lastSeq++;
            UsageAggregator.Sum sum = adder.call(account, descriptor, call.status(), call.kind(), call.atMillis());
            for (int i = 0; i < descriptor.meters().size(); i++) {
                sum.add(i, call.meterUnits(i));
            }
            for (int i = 0; i < call.windows().size(); i++) {
                adder.counter(
                        account,
                        descriptor.counters().get(i).of(account),
                        call.windows().get(i),
                        call.counterUnits(i));
            }
            for (ConsumedCredit consumed : call.consumed()) {
                adder.counter(
                        account,
                        descriptor.credits().get(consumed.credit()).of(account, consumed.grant()),
                        CreditsClaim.EVER,
                        consumed.units());
            }
            sums = adder.size();
        }
    }

    @Override
    public boolean hasRoom() {
        return sums < maxSums && !closed;
    }

    /** Ships batches that the ledger did not accept the last time before new ones. */
    @Override
    public void ship(LedgerWriter ledgerWriter) {
        send(ledgerWriter);
        synchronized (lock) {
            if (adder.calls() > 0) {
                pending.add(adder.batch(source, batched, lastSeq));
                batched = lastSeq;
                adder = new UsageAggregator();
                sums = 0;
            }
        }
        send(ledgerWriter);
    }

    /** Usage that the ledger has lost is not in memory any more: later calls continue after its position. */
    @Override
    public void shipAgain(LedgerWriter ledgerWriter) {
        long known = ledgerWriter.position(source);
        if (known >= shipped) {
            return;
        }
        long unused = lost.addAndGet(shipped - known);
        log.error("The usage ledger has lost {} calls of {}, which were in memory only", shipped - known, source);
        shipped = known;
        UsageBatch next = pending.poll();
        if (next == null) {
            batched = known;
        } else {
            pending.addFirst(new UsageBatch(source, known, next.upToSeq(), next.rows(), next.counters()));
        }
    }

    private void send(LedgerWriter ledgerWriter) {
        for (UsageBatch batch = pending.peek(); batch != null; batch = pending.peek()) {
            try {
                if (!ledgerWriter.commit(batch) && ledgerWriter.position(source) != batch.upToSeq()) {
                    throw new IllegalStateException("another process has the node name '" + source.node()
                            + "' and has put calls into the usage ledger as " + source
                            + "; expected a name of its own for each process that shares a license store"
                            + " (licensing.store.node)");
                }
                UsageBatch sent = pending.remove();
                shipped = sent.upToSeq();
            } catch (IllegalArgumentException e) {
                quarantine(ledgerWriter, batch, e);
            }
        }
    }

    /**
     * Finds the license whose sums are too large: splits a batch of several licenses, and quarantines a batch of one.
     */
    private void quarantine(LedgerWriter ledgerWriter, UsageBatch batch, IllegalArgumentException why) {
        if (batch.rows().isEmpty() || ledgerWriter.position(source) != batch.afterSeq()) {
            throw why;
        }
        UsageBatch divided = pending.remove();
        List<UsageBatch> parts = byLicense(divided);
        if (parts.size() == 1) {
            parts = List.of(refused.without(divided, calls(divided), why));
        }
        for (int i = parts.size() - 1; i >= 0; i--) {
            pending.addFirst(parts.get(i));
        }
    }

    private static long calls(UsageBatch batch) {
        return batch.upToSeq() - batch.afterSeq();
    }

    /**
     * Splits a batch by license, with one number for each, as each has called at least once. Shared counters are in the
     * last part.
     */
    private static List<UsageBatch> byLicense(UsageBatch batch) {
        Map<LicenseId, List<UsageRow>> rows = new LinkedHashMap<>();
        batch.rows()
                .forEach(row -> rows.computeIfAbsent(row.license(), absent -> new ArrayList<>())
                        .add(row));
        Map<String, List<CounterIncrement>> counters = new HashMap<>();
        batch.counters()
                .forEach(
                        one -> counters.computeIfAbsent(owner(one.issuer(), one.license()), absent -> new ArrayList<>())
                                .add(one));
        List<UsageBatch> parts = new ArrayList<>();
        long after = batch.afterSeq();
        for (Map.Entry<LicenseId, List<UsageRow>> one : rows.entrySet()) {
            boolean last = parts.size() == rows.size() - 1;
            List<CounterIncrement> own = new ArrayList<>();
            LicenseId license = one.getKey();
            List<CounterIncrement> found = counters.remove(owner(license.issuer(), license.value()));
            own.addAll(found == null ? List.of() : found);
            if (last) {
                counters.values().forEach(own::addAll);
            }
            long upTo = last ? batch.upToSeq() : after + 1;
            parts.add(new UsageBatch(batch.source(), after, upTo, one.getValue(), own));
            after = upTo;
        }
        return parts;
    }

    private static String owner(String issuer, @Nullable String license) {
        return issuer + ' ' + license;
    }

    @Override
    public long waiting() {
        synchronized (lock) {
            return lastSeq - shipped;
        }
    }

    @Override
    public RefusedUsage refused() {
        return refused;
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public Instant lastRecorded() {
        return Instant.EPOCH;
    }

    @Override
    public UsageSource current() {
        return source;
    }

    @Override
    public List<UsageSource> runs(UsageLedger ledger) {
        return List.of(source);
    }

    @Override
    public RunScan scan(UsageSource run, long upTo) {
        return new MemoryScan(waiting() == 0);
    }

    @Override
    public List<String> damages() {
        return List.of();
    }

    @Override
    public long lost() {
        return 0;
    }

    @Override
    public Optional<UsageSource> completeRun() {
        return Optional.empty();
    }

    @Override
    public List<Health.Component> health(UsageLedger ledger) {
        List<Health.Component> components = new ArrayList<>();
        components.add(new Health.Component(
                "usage-journal",
                !hasRoom() ? Status.DOWN : lost.get() > 0 ? Status.DEGRADED : Status.UP,
                "volatile, there is none: usage that is not in the ledger yet is lost with the process"
                        + (lost.get() == 0 ? "" : "; the ledger has lost " + lost + " calls")));
        components.addAll(refused.health());
        return components;
    }

    @Override
    public void close() {
        closed = true;
    }
}
