package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatHolding.Window;
import io.github.licensing4j.spi.SeatLevel;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores the holders of seats in a database, each change in a transaction of its own. */
final class JdbcSeats implements SeatStore {
    private final Database database;

    JdbcSeats(Database database) {
        this.database = database;
    }

    @Override
    public SeatResult take(LicenseId license, List<SeatClaim> claims, Instant at) {
        return database.writeForCall("take a seat", session -> new SeatTable(session, license, at).take(claims));
    }

    @Override
    public Optional<Seat> release(LicenseId license, SeatRelease release, Instant at) {
        return database.write("release a seat", session -> new SeatTable(session, license, at).release(release));
    }

    @Override
    public SeatLevel level(LicenseId license, SeatCounter counter, String holder, Instant at) {
        return database.lookUp("look up seats", session -> new SeatTable(session, license, at).level(counter, holder));
    }

    @Override
    public Page<Seat> seats(LicenseId license, @Nullable String cursor, int max, Instant at) {
        return database.read("list seats", session -> new SeatTable(session, license, at).seats(cursor, max));
    }

    @Override
    public Page<SeatHolding> holdings(LicenseId license, Window window, @Nullable String cursor, int max) {
        return database.read(
                "list held seats", session -> new SeatHoldingTable(session, license).list(window, cursor, max));
    }
}
