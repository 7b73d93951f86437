package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.LedgerTransaction;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatHolding.Window;
import io.github.licensing4j.spi.SeatLevel;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.SignalChange;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoreTransaction;
import io.github.licensing4j.spi.StoredChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the tables of a store and its ledger within the transaction of a session. A failed statement makes the
 * transaction fail, even if the work catches the exception.
 */
final class JdbcTransaction implements LedgerTransaction, StoreTransaction {
    private final Session session;
    private final Database database;
    private boolean isUsed;
    private OptionalLong generation = OptionalLong.empty();
    /** The licenses whose seats were changed. */
    private final Set<LicenseId> seated = new LinkedHashSet<>();

    private @Nullable SQLException failed;
    private @Nullable RuntimeException refused;

    JdbcTransaction(Session session, Database database) {
        this.session = session;
        this.database = database;
    }

    /** Runs work and throws if it, or any of the methods of this transaction, has failed. */
    <T> T run(Function<? super JdbcTransaction, T> work) throws SQLException {
        try {
            T result = work.apply(this);
            if (refused != null) {
                throw refused;
            }
            throwIfFailed();
            return result;
        } catch (RuntimeException e) {
            throwIfFailed();
            throw e;
        }
    }

    private void throwIfFailed() throws SQLException {
        if (failed != null) {
            throw failed;
        }
    }

    /** Keeps the first failure: PostgreSQL rejects every statement after it. */
    private <T> T guarded(Session.Work<T> work) {
        try {
            return work.on(session);
        } catch (SQLException e) {
            failed = failed == null ? e : failed;
            throw new StoreException("the transaction has failed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            refused = refused == null ? e : refused;
            throw e;
        }
    }

    private void use() {
        if (isUsed) {
            throw new IllegalStateException("a transaction stores one batch or change");
        }
        isUsed = true;
    }

    @Override
    public Optional<List<CounterChange>> add(UsageBatch batch) {
        return guarded(open -> {
            use();
            BatchTotals batchTotals = BatchTotals.of(batch.rows(), batch.counters());
            LedgerSequences counts = LedgerSequences.locked(open, database.forUpdate());
            OptionalLong source = SourceTable.moveOn(open, batch, counts);
            if (source.isEmpty()) {
                return Optional.empty();
            }
            OptionalLong lessee = database.isOfThisProcess() ? OptionalLong.empty() : source;
            UsageTable.Addition addition = new UsageTable.Addition(batchTotals, source.getAsLong(), lessee);
            List<CounterChange> changes = UsageTable.add(open, addition, counts);
            counts.store(open);
            return Optional.of(changes);
        });
    }

    @Override
    public StoredChange store(StoreChange change) {
        return guarded(open -> {
            use();
            StoredChange stored = ChangeTables.store(open, change, new ArrayList<>(seated), database);
            generation = change.isUnordered() ? OptionalLong.empty() : OptionalLong.of(stored.generation());
            return stored;
        });
    }

    /** Returns the generation of an ordered change that was stored. */
    OptionalLong generation() {
        return generation;
    }

    @Override
    public SeatStore seats() {
        return new Seats();
    }

    @Override
    public void seatsChanged(LicenseId license) {
        seated.add(license);
    }

    @Override
    public void change(List<SignalChange> signals) {
        boolean unused = guarded(open -> {
            for (SignalChange change : signals) {
                SignalTable.change(open, change);
            }
            return true;
        });
    }

    @Override
    public void addMessages(List<StoredMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        boolean unused = guarded(open -> {
            Sequences sequences = Sequences.locked(open, database.forUpdate());
            JdbcOutbox.storeNew(open, messages, sequences);
            sequences.store(open);
            return true;
        });
    }

    /** The seats, changed in this transaction. */
    private final class Seats implements SeatStore {
        @Override
        public SeatResult take(LicenseId license, List<SeatClaim> claims, Instant at) {
            seated.add(license);
            return guarded(open -> new SeatTable(open, license, at).take(claims));
        }

        @Override
        public Optional<Seat> release(LicenseId license, SeatRelease release, Instant at) {
            seated.add(license);
            return guarded(open -> new SeatTable(open, license, at).release(release));
        }

        @Override
        public SeatLevel level(LicenseId license, SeatCounter counter, String holder, Instant at) {
            return guarded(open -> new SeatTable(open, license, at).level(counter, holder));
        }

        @Override
        public Page<Seat> seats(LicenseId license, @Nullable String cursor, int max, Instant at) {
            return guarded(open -> new SeatTable(open, license, at).seats(cursor, max));
        }

        @Override
        public Page<SeatHolding> holdings(LicenseId license, Window window, @Nullable String cursor, int max) {
            return guarded(open -> new SeatHoldingTable(open, license).list(window, cursor, max));
        }
    }
}
