package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Leases in the memory of one process, with a ledger beside them and failures on request. */
public final class InMemoryQuotaLeases implements QuotaLeases {
    private final Map<Key, Counted> counters = new HashMap<>();
    private int operations;
    private boolean down;
    private int lostAnswers;
    private Runnable meanwhile = () -> {};

    private record Key(CounterId counter, QuotaWindow window) {}

    private static final class Counted {
        long used;
        final Map<UsageSource, Held> held = new HashMap<>();

        long leased() {
            return held.values().stream()
                    .mapToLong(one -> Math.max(0, one.units))
                    .sum();
        }
    }

    private static final class Held {
        long units;
        long operation;
        long granted;
    }

    private Counted of(CounterId counter, QuotaWindow window) {
        return counters.computeIfAbsent(new Key(counter, window), absent -> new Counted());
    }

    private void begin() {
        operations++;
        if (down) {
            throw new StoreException("down");
        }
    }

    private void end() {
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
        if (lostAnswers > 0) {
            lostAnswers--;
            throw new StoreException("the answer is lost");
        }
    }

    @Override
    public synchronized QuotaLease lease(LeaseRequest request) {
        begin();
        Counted counted = of(request.claim().counter(), request.claim().window());
        Held held = counted.held.computeIfAbsent(request.source(), absent -> new Held());
        Carry carry = request.claim().carry();
        long carried = 0;
        if (carry != null) {
            Counted before = of(request.claim().counter(), carry.from());
            carried = carry.units(before.used + before.leased());
        }
        if (held.operation != request.operation()) {
            long remaining = request.claim().ceiling() + carried - counted.used - counted.leased();
            held.granted = request.slice(remaining);
            held.units += held.granted;
            held.operation = request.operation();
        }
        end();
        return new QuotaLease(
                held.granted, held.units, counted.used, counted.leased() - Math.max(0, held.units), carried);
    }

    @Override
    public synchronized void release(LeaseRelease release) {
        begin();
        Held held =
                of(release.counter(), release.window()).held.computeIfAbsent(release.source(), absent -> new Held());
        if (held.operation != release.operation()) {
            held.units -= release.units();
            held.operation = release.operation();
        }
        end();
    }

    @Override
    public synchronized long releaseBefore(UsageSource start) {
        begin();
        long released = 0;
        for (Counted counted : counters.values()) {
            for (Map.Entry<UsageSource, Held> one : List.copyOf(counted.held.entrySet())) {
                UsageSource source = one.getKey();
                if (source.node().equals(start.node()) && source.epoch() < start.epoch()) {
                    released += Math.max(0, one.getValue().units);
                    counted.held.remove(source);
                }
            }
        }
        return released;
    }

    @Override
    public synchronized long leased(LicenseId license, CounterId counter, QuotaWindow window) {
        return of(counter, window).leased();
    }

    @Override
    public synchronized QuotaLease read(UsageSource source, LicenseId license, QuotaClaim claim) {
        begin();
        Counted counted = of(claim.counter(), claim.window());
        Held held = counted.held.computeIfAbsent(source, absent -> new Held());
        return new QuotaLease(0, held.units, counted.used, counted.leased() - Math.max(0, held.units), 0);
    }

    /** Moves used units of a source from its lease into the ledger, as a batch does. */
    synchronized void ship(UsageSource source, CounterId counter, QuotaWindow window, long units) {
        Counted counted = of(counter, window);
        counted.used += units;
        counted.held.computeIfAbsent(source, absent -> new Held()).units -= units;
    }

    synchronized void correct(CounterId counter, QuotaWindow window, long units) {
        of(counter, window).used += units;
    }

    synchronized int operations() {
        return operations;
    }

    synchronized void down(boolean isDown) {
        down = isDown;
    }

    /** Runs something once, after the next operation is applied and before it is answered. */
    synchronized void beforeNextAnswer(Runnable once) {
        meanwhile = once;
    }

    /** Applies the next operations and loses their answers. */
    synchronized void loseAnswers(int count) {
        lostAnswers = count;
    }

    /** Returns counts of 0 of a ledger that other nodes add to. */
    static InitialCounts noCounts() {
        return new InitialCounts() {
            @Override
            public long sinceMillis() {
                return Long.MAX_VALUE;
            }

            @Override
            public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
                return 0;
            }
        };
    }
}
