package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.Starts;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.spi.UseAtStart;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Locks and reads the counter of a claim. */
record LeasedCounter(LicenseId license, QuotaClaim claim) {

    /**
     * The level of a locked counter.
     *
     * @param used the units in the ledger
     * @param carried the units carried into its window
     */
    record Level(long used, long carried) {}

    /** A row of a counter. */
    record Counted(long used, List<UseAtStart> starts) {
        private static Counted read(Row row) throws SQLException {
            return new Counted(row.number(), Starts.parse(row.textOrNull()));
        }

        private boolean includes(@Nullable CounterStart start) {
            return start == null || Starts.last(starts).atMillis() >= start.atMillis();
        }
    }

    private CounterIncrement in(QuotaWindow window) {
        return CounterIncrement.of(license, claim.counter(), window, 0);
    }

    /** Returns the key of the counter, empty if some of its names have no number. */
    static Optional<List<Long>> key(Session session, CounterIncrement counter) throws SQLException {
        Collection<@Nullable String> all = CounterTable.names(counter);
        Map<@Nullable String, Long> names = NameTable.find(session, all);
        return names.keySet().containsAll(all) ? Optional.of(CounterTable.key(counter, names)) : Optional.empty();
    }

    Optional<List<Long>> key(Session session) throws SQLException {
        return key(session, in(claim.window()));
    }

    /** Stores the source, the names and the usage before the start of the counter, under the lock of the ledger. */
    void prepare(Session session, UsageSource source, String forUpdate) throws SQLException {
        LedgerSequences counts = LedgerSequences.locked(session, forUpdate);
        NameTable.of(session, CounterTable.names(in(claim.window())), counts);
        SourceTable.add(session, source, counts);
        count(session, claim.window(), forUpdate);
        Carry carry = claim.carry();
        if (carry != null) {
            count(session, carry.from(), forUpdate);
        }
    }

    private void count(Session session, QuotaWindow window, String forUpdate) throws SQLException {
        CounterStart start = startIn(window);
        if (start != null) {
            new EarlierUse(session, license, start).counted(in(window), forUpdate);
        }
    }

    /** Returns the start of the counter, null if it started before the window. */
    private @Nullable CounterStart startIn(QuotaWindow window) {
        CounterStart start = claim.start();
        return start == null || start.atMillis() < window.startMillis() ? null : start;
    }

    /** Locks the row of a counter, creating it if necessary. */
    static Counted lock(Session session, List<Long> key, String forUpdate) throws SQLException {
        String lock = EarlierUse.STORED + forUpdate;
        Optional<Counted> found = session.first(lock, Counted::read, key.toArray());
        if (found.isPresent()) {
            return found.get();
        }
        session.update(CounterTable.OPEN, key.toArray());
        return session.required(lock, Counted::read, key.toArray());
    }

    /** Locks the counter and returns its level, empty if the usage before its start must be counted first. */
    Optional<Level> locked(Session session, List<Long> key, String forUpdate) throws SQLException {
        Counted now = lock(session, key, forUpdate);
        if (!now.includes(startIn(claim.window()))) {
            return Optional.empty();
        }
        Carry carry = claim.carry();
        if (carry == null) {
            return Optional.of(new Level(now.used, 0));
        }
        Counted before = usedOrLeased(session, CounterTable.in(carry.from(), key));
        return before.includes(startIn(carry.from()))
                ? Optional.of(new Level(now.used, carry.units(before.used)))
                : Optional.empty();
    }

    /** Reads the units that are used or leased, without a lock. */
    private static Counted usedOrLeased(Session session, List<Long> key) throws SQLException {
        List<Long> arguments = new ArrayList<>(key);
        arguments.addAll(key);
        arguments.addAll(key);
        return session.required(
                LeaseTable.USED_OR_LEASED,
                row -> new Counted(
                        WideSum.of(row.number()).plus(row.number()).nearest(), Starts.parse(row.textOrNull())),
                arguments.toArray());
    }
}
