package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.LedgerUnits;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.core.store.jdbc.LeaseTable.Held;
import io.github.licensing4j.core.store.jdbc.LeaseTable.Slice;
import io.github.licensing4j.core.store.jdbc.LeasedCounter.Level;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.LeaseState;
import io.github.licensing4j.spi.LeaseTimeline;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Leases quotas in a database that nodes share. A lease locks the row of its counter only, so it waits for no batch without
 * that counter. The lock of the whole ledger is taken once for each new name, source and start of a counter.
 */
final class JdbcQuotaLeases implements QuotaLeases {
    private final Database database;

    JdbcQuotaLeases(Database database) {
        this.database = database;
    }

    @Override
    public QuotaLease lease(LeaseRequest request) {
        LeasedCounter counter = new LeasedCounter(request.license(), request.claim());
        return attempt(request, counter)
                .or(() -> prepared(request, counter))
                .orElseThrow(() -> new StoreException(
                        "the license store cannot lease a quota: the rows of its counter were removed"));
    }

    private Optional<QuotaLease> prepared(LeaseRequest request, LeasedCounter counter) {
        boolean unused = database.writeForCall("prepare the lease of a quota", session -> {
            counter.prepare(session, request.source(), database.forUpdate());
            return true;
        });
        return attempt(request, counter);
    }

    private Optional<QuotaLease> attempt(LeaseRequest request, LeasedCounter counter) {
        return database.writeForCall("lease a quota", session -> {
            TimelineTable.requireOpen(session, request.source().node());
            Optional<Long> source = SourceTable.id(session, request.source());
            Optional<List<Long>> key = counter.key(session);
            if (source.isEmpty() || key.isEmpty()) {
                return Optional.empty();
            }
            Optional<Level> level = counter.locked(session, key.get(), database.forUpdate());
            return level.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Lessee(session, key.get(), source.get()).lease(request, level.get()));
        });
    }

    /** A source that leases units of a locked counter. */
    private record Lessee(Session session, List<Long> key, long source) {

        QuotaLease lease(LeaseRequest request, Level level) throws SQLException {
            Held held = LeaseTable.held(session, key, source);
            if (held.operation() >= request.operation()) {
                return lease(held.operation() == request.operation() ? held.granted() : 0, held.units(), held, level);
            }
            long slice = request.slice(remaining(request, held, level));
            LeaseTable.grant(session, key, source, new Slice(slice, request.operation()));
            return lease(slice, held.units() + slice, held, level);
        }

        private static QuotaLease lease(long granted, long units, Held held, Level level) {
            long leased = held.leased() + units - held.units();
            return new QuotaLease(granted, units, level.used(), held.others(), level.carried(), leased);
        }
    }

    /**
     * Returns the units that the source can lease. If its lease is below 0, these include the units that bring it back to 0,
     * because its calls have used them and the ledger has them. The sum of all leases stays in the ledger's range.
     */
    private static long remaining(LeaseRequest request, Held held, Level level) {
        long remaining = WideSum.of(request.claim().ceiling())
                .plus(level.carried())
                .plus(-level.used())
                .plus(-held.others())
                .plus(-held.units())
                .nearest();
        return Math.min(remaining, LedgerUnits.MOST - held.others() - Math.max(0, held.units()));
    }

    @Override
    public void release(LeaseRelease release) {
        boolean unused = database.write("release a part of a lease", session -> {
            TimelineTable.requireOpen(session, release.source().node());
            Optional<Long> source = SourceTable.id(session, release.source());
            Optional<List<Long>> key =
                    LeasedCounter.key(session, counter(release.license(), release.counter(), release.window()));
            if (source.isPresent() && key.isPresent()) {
                LeasedCounter.lock(session, key.get(), database.forUpdate());
                Slice slice = new Slice(release.units(), release.operation());
                LeaseTable.release(session, key.get(), source.get(), slice);
            }
            return true;
        });
    }

    /** Takes the lock of the ledger, because a batch may change many leases as well, in another order. */
    @Override
    public long releaseBefore(UsageSource start) {
        return database.write("release the leases of a node", session -> {
            LedgerSequences.locked(session, database.forUpdate());
            return LeaseTable.endBefore(session, start);
        });
    }

    @Override
    public long leased(LicenseId license, CounterId counter, QuotaWindow window) {
        return database.read("look up leases", session -> {
            Optional<List<Long>> key = LeasedCounter.key(session, counter(license, counter, window));
            return key.isEmpty() ? 0 : LeaseTable.leased(session, key.get());
        });
    }

    @Override
    public QuotaLease read(UsageSource source, LicenseId license, QuotaClaim claim) {
        LeasedCounter counter = new LeasedCounter(license, claim);
        return database.writeForCall("read the leases of a quota", session -> {
            TimelineTable.requireOpen(session, source.node());
            Optional<List<Long>> key = counter.key(session);
            Optional<Level> level =
                    key.isEmpty() ? Optional.empty() : counter.locked(session, key.get(), database.forUpdate());
            if (key.isEmpty() || level.isEmpty()) {
                return new QuotaLease(0, 0, 0, 0, 0);
            }
            long number = SourceTable.id(session, source).orElse(SourceTable.CORRECTIONS);
            Held held = LeaseTable.held(session, key.get(), number);
            return Lessee.lease(0, held.units(), held, level.get());
        });
    }

    @Override
    public LeaseTimeline timeline(UsageSource source, LeaseTimeline.Seen seen) {
        return database.write(
                "check its timeline",
                session -> TimelineTable.check(session, source.node(), seen, database.forUpdate()));
    }

    @Override
    public boolean restore(LeaseState state) {
        return database.write("store a lease again", session -> {
            List<Long> key = locked(session, state);
            return !TimelineTable.isOpen(session, state.source().node()) && restored(session, key, state);
        });
    }

    @Override
    public void restoreUsed(LeaseState state) {
        boolean unused =
                database.write("store a lease again", session -> restored(session, locked(session, state), state));
    }

    private static boolean restored(Session session, List<Long> key, LeaseState state) throws SQLException {
        long source = SourceTable.id(session, state.source()).orElseThrow();
        LeaseTable.restore(session, key, source, new Slice(state.leased(), state.operation()));
        return true;
    }

    /** Locks the counter of a lease, whose row may be lost, as its names and its source. */
    private List<Long> locked(Session session, LeaseState state) throws SQLException {
        CounterIncrement counter = counter(state.license(), state.counter(), state.window());
        LedgerSequences counts = LedgerSequences.locked(session, database.forUpdate());
        NameTable.of(session, CounterTable.names(counter), counts);
        SourceTable.add(session, state.source(), counts);
        List<Long> key = LeasedCounter.key(session, counter).orElseThrow();
        LeasedCounter.lock(session, key, database.forUpdate());
        return key;
    }

    @Override
    public void confirm(UsageSource source, long timeline) {
        boolean unused = database.write("confirm its timeline", session -> {
            TimelineTable.confirm(session, source.node(), timeline);
            return true;
        });
    }

    private static CounterIncrement counter(LicenseId license, CounterId counter, QuotaWindow window) {
        return CounterIncrement.of(license, counter, window, 0);
    }
}
