package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.memory.InMemorySeats;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatHolding.Window;
import io.github.licensing4j.spi.SeatLevel;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Seats in memory that count their requests, and fail while a test wants them to. */
final class CountedSeats implements SeatStore {
    private final SeatStore kept = new InMemorySeats();
    int requests;
    boolean fails;

    private SeatStore kept() {
        requests++;
        if (fails) {
            throw new StoreException("down");
        }
        return kept;
    }

    @Override
    public SeatResult take(LicenseId license, List<SeatClaim> claims, Instant at) {
        return kept().take(license, claims, at);
    }

    @Override
    public Optional<Seat> release(LicenseId license, SeatRelease release, Instant at) {
        return kept().release(license, release, at);
    }

    @Override
    public SeatLevel level(LicenseId license, SeatCounter counter, String holder, Instant at) {
        return kept().level(license, counter, holder, at);
    }

    @Override
    public Page<Seat> seats(LicenseId license, @Nullable String cursor, int max, Instant at) {
        return kept().seats(license, cursor, max, at);
    }

    @Override
    public Page<SeatHolding> holdings(LicenseId license, Window window, @Nullable String cursor, int max) {
        return kept().holdings(license, window, cursor, max);
    }
}
