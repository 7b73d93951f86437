package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.store.SeatDecision;
import io.github.licensing4j.core.store.SeatDecision.Others;
import io.github.licensing4j.core.store.SeatPage;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.HolderBound;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatLevel;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores the holders of seats, within the transaction of a session that locks the row of their limit. */
final class SeatTable {
    private static final String OF_LIMIT = " where issuer = ? and license = ? and name = ? and held_by = ?";
    private static final String COLUMNS = "name, held_by, holder, taken_at, until, released_at";

    /** Locks the row of the limit, until the transaction ends. */
    static final String LOCK = "insert into licensing_seat_limits (issuer, license, name, held_by, changes)"
            + " values (?, ?, ?, ?, 1) on conflict (issuer, license, name, held_by)"
            + " do update set changes = licensing_seat_limits.changes + 1";

    static final String OWN = "select " + COLUMNS + " from licensing_seats" + OF_LIMIT + " and holder = ?";
    static final String TAKEN = "select count(*) from licensing_seats" + OF_LIMIT + " and until > ? and holder <> ?";
    static final String HOLDERS =
            "select count(*) from licensing_seats" + OF_LIMIT + " and coalesce(released_at, until) > ? and holder <> ?";
    static final String STORE = "insert into licensing_seats (issuer, license, name, held_by, holder, taken_at, until,"
            + " released_at, kept_until) values (?, ?, ?, ?, ?, ?, ?, null, ?)"
            + " on conflict (issuer, license, name, held_by, holder) do update set taken_at = excluded.taken_at,"
            + " until = excluded.until, released_at = null, kept_until = excluded.kept_until";
    static final String RELEASE =
            "update licensing_seats set until = ?, released_at = ?, kept_until = ?" + OF_LIMIT + " and holder = ?";
    static final String OF_LICENSE = "select " + COLUMNS + " from licensing_seats where issuer = ? and license = ?"
            + " and until > ? and (name, held_by, holder) > (?, ?, ?) order by name, held_by, holder limit ?";

    private final Session session;
    private final LicenseId license;
    private final Instant at;

    SeatTable(Session session, LicenseId license, Instant at) {
        this.session = session;
        this.license = license;
        this.at = at;
    }

    SeatResult take(List<SeatClaim> claims) throws SQLException {
        lock(claims);
        List<SeatLevel> levels = new ArrayList<>(claims.size());
        List<SeatHolding> ended = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            SeatClaim claim = claims.get(i);
            Seat own = own(claim.counter(), claim.holder());
            Others others = others(claim);
            SeatResult.Reason reason = SeatDecision.refusal(claim, own, others, at);
            if (reason != null) {
                return new SeatResult.Refused(i, reason, others.taken() + (own != null && !own.isFree(at) ? 1 : 0));
            }
            if (own != null && !own.isHeld(at)) {
                ended.add(SeatHolding.of(own));
            }
            levels.add(new SeatLevel(others.taken() + 1, SeatDecision.granted(claim, own, at)));
        }
        storeEnded(ended);
        store(claims, levels);
        return new SeatResult.Held(levels);
    }

    /** Locks the limits in one order, so that no two transactions wait for each other. */
    private void lock(List<SeatClaim> claims) throws SQLException {
        List<SeatCounter> counters = claims.stream()
                .map(SeatClaim::counter)
                .sorted(Comparator.comparing(SeatCounter::limit).thenComparing(SeatCounter::of))
                .toList();
        for (SeatCounter counter : counters) {
            lock(counter);
        }
    }

    private void lock(SeatCounter counter) throws SQLException {
        session.update(
                LOCK,
                license.issuer(),
                license.value(),
                counter.limit(),
                counter.of().name());
    }

    private @Nullable Seat own(SeatCounter counter, String holder) throws SQLException {
        return session.first(
                        OWN,
                        SeatTable::seat,
                        license.issuer(),
                        license.value(),
                        counter.limit(),
                        counter.of().name(),
                        holder)
                .orElse(null);
    }

    private Others others(SeatClaim claim) throws SQLException {
        HolderBound churn = claim.churn();
        return new Others(
                count(TAKEN, claim.counter(), at, claim.holder()),
                churn == null ? 0 : count(HOLDERS, claim.counter(), churn.since(), claim.holder()));
    }

    private long count(String sql, SeatCounter counter, Instant after, String holder) throws SQLException {
        return session.number(
                sql,
                license.issuer(),
                license.value(),
                counter.limit(),
                counter.of().name(),
                after,
                holder);
    }

    private void storeEnded(List<SeatHolding> ended) throws SQLException {
        SeatHoldingTable holdings = new SeatHoldingTable(session, license);
        for (SeatHolding one : ended) {
            holdings.store(one);
        }
    }

    private void store(List<SeatClaim> claims, List<SeatLevel> levels) throws SQLException {
        for (int i = 0; i < claims.size(); i++) {
            Seat seat = levels.get(i).own();
            if (seat != null) {
                session.update(
                        STORE,
                        license.issuer(),
                        license.value(),
                        seat.counter().limit(),
                        seat.counter().of().name(),
                        seat.holder(),
                        seat.takenAt(),
                        seat.until(),
                        SeatDecision.keptUntil(claims.get(i), seat));
            }
        }
    }

    Optional<Seat> release(SeatRelease release) throws SQLException {
        SeatCounter counter = release.counter();
        lock(counter);
        Seat own = own(counter, release.holder());
        if (own == null || !own.isHeld(at)) {
            return Optional.empty();
        }
        session.update(
                RELEASE,
                release.freeAt(),
                at,
                release.keptUntil(),
                license.issuer(),
                license.value(),
                counter.limit(),
                counter.of().name(),
                release.holder());
        return Optional.of(new Seat(counter, own.holder(), own.takenAt(), release.freeAt(), at));
    }

    SeatLevel level(SeatCounter counter, String holder) throws SQLException {
        long others = count(TAKEN, counter, at, holder);
        Seat own = own(counter, holder);
        boolean isTaken = own != null && !own.isFree(at);
        return new SeatLevel(others + (isTaken ? 1 : 0), own != null && own.isHeld(at) ? own : null);
    }

    Page<Seat> seats(@Nullable String cursor, int max) throws SQLException {
        SeatHolding after = SeatPage.after(cursor);
        return SeatPage.of(
                session.all(
                        OF_LICENSE,
                        SeatTable::seat,
                        license.issuer(),
                        license.value(),
                        at,
                        after.counter().limit(),
                        after.counter().of().name(),
                        after.holder(),
                        max + 1),
                max,
                SeatHolding::of);
    }

    private static Seat seat(Row row) throws SQLException {
        SeatCounter counter = new SeatCounter(row.text(), SeatsLimit.Holder.valueOf(row.text()));
        return new Seat(counter, row.text(), row.instant(), row.instant(), row.instantOrNull());
    }
}
