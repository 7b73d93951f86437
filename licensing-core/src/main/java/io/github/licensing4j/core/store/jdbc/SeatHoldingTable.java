package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.store.SeatPage;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatHolding.Window;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores who held a seat before, and reads it together with those who hold one. */
final class SeatHoldingTable {
    private static final String KEY = "issuer, license, name, held_by, holder, taken_at";
    private static final String COLUMNS = "name, held_by, holder, taken_at, held_until";
    private static final String ORDER = " order by name, held_by, holder, taken_at limit ?";
    private static final String IN_WINDOW = " where issuer = ? and license = ?"
            + " and (name, held_by, holder, taken_at) > (?, ?, ?, ?) and taken_at < ?";

    static final String JOIN = "update licensing_seat_holdings set held_until = ? where issuer = ? and license = ?"
            + " and name = ? and held_by = ? and holder = ? and held_until > ? and held_until <= ?";
    static final String STORE = "insert into licensing_seat_holdings (" + KEY + ", held_until)"
            + " values (?, ?, ?, ?, ?, ?, ?) on conflict (" + KEY + ") do update set held_until = excluded.held_until";
    static final String LIST = "select " + COLUMNS + " from (select * from (select " + COLUMNS
            + " from licensing_seat_holdings" + IN_WINDOW + " and held_until > ?" + ORDER
            + ") as former union all select * from (select name, held_by, holder, taken_at,"
            + " coalesce(released_at, until) as held_until from licensing_seats" + IN_WINDOW
            + " and coalesce(released_at, until) > ?" + ORDER + ") as latest) as held" + ORDER;
    private static final String ENDED = " where kept_until < ? - " + SeatHolding.JOINED.toMillis();
    /** Copies seats that are removed next. Those that may still be joined with the next one of their holder are spared. */
    static final String STORE_ENDED = "insert into licensing_seat_holdings (" + KEY + ", held_until)"
            + " select " + KEY + ", coalesce(released_at, until) from licensing_seats" + ENDED
            + " order by kept_until limit ? on conflict (" + KEY + ") do update set held_until = excluded.held_until";
    /** Spares a seat that was taken again since it was copied. */
    static final String REMOVE_ENDED = "delete from licensing_seats" + ENDED + " and exists"
            + " (select 1 from licensing_seat_holdings former where former.issuer = licensing_seats.issuer"
            + " and former.license = licensing_seats.license and former.name = licensing_seats.name"
            + " and former.held_by = licensing_seats.held_by and former.holder = licensing_seats.holder"
            + " and former.taken_at = licensing_seats.taken_at)";

    static final String FORGET = "delete from licensing_seat_holdings where (" + KEY + ") in (select " + KEY
            + " from licensing_seat_holdings where held_until < ? - " + SeatHolding.KEPT.toMillis() + " limit ?)";

    private final Session session;
    private final LicenseId license;

    SeatHoldingTable(Session session, LicenseId license) {
        this.session = session;
        this.license = license;
    }

    /** Stores a holding that has ended, as one with a holding shortly before. */
    void store(SeatHolding ended) throws SQLException {
        SeatCounter counter = ended.counter();
        int joined = session.update(
                JOIN,
                ended.to(),
                license.issuer(),
                license.value(),
                counter.limit(),
                counter.of().name(),
                ended.holder(),
                ended.from().minus(SeatHolding.JOINED),
                ended.from());
        if (joined == 0) {
            session.update(
                    STORE,
                    license.issuer(),
                    license.value(),
                    counter.limit(),
                    counter.of().name(),
                    ended.holder(),
                    ended.from(),
                    ended.to());
        }
    }

    Page<SeatHolding> list(Window window, @Nullable String cursor, int max) throws SQLException {
        SeatHolding after = SeatPage.after(cursor);
        List<Object> of = List.of(
                license.issuer(),
                license.value(),
                after.counter().limit(),
                after.counter().of().name(),
                after.holder(),
                after.from(),
                window.to(),
                window.from(),
                max + 1);
        List<Object> arguments = new ArrayList<>(of);
        arguments.addAll(of);
        arguments.add(max + 1);
        return SeatPage.of(session.all(LIST, SeatHoldingTable::holding, arguments.toArray()), max, Function.identity());
    }

    private static SeatHolding holding(Row row) throws SQLException {
        SeatCounter counter = new SeatCounter(row.text(), SeatsLimit.Holder.valueOf(row.text()));
        return new SeatHolding(counter, row.text(), row.instant(), row.instant());
    }
}
