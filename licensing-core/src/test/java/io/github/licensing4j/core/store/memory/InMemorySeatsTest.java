package io.github.licensing4j.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.Term;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.spi.SeatHolding.Window;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatResult.Held;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.SeatStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemorySeatsTest extends SeatStoreContract {
    private final InMemoryStore all = new InMemoryStore();
    private final SeatStore store = all.seats().orElseThrow();

    @Override
    protected SeatStore node() {
        return store;
    }

    @Override
    protected void expire(Instant before) {
        all.expire(before);
    }

    private static List<String> held(SeatStore seats) {
        Window ever = new Window(Instant.EPOCH, Seat.ENDLESS);
        return seats.holdings(LICENSE, ever, null, 100).items().stream()
                .map(holding -> holding.holder() + " " + holding.from())
                .toList();
    }

    @Test
    void forgetsEarliestHoldingsWhenFull() {
        InMemorySeats small = new InMemorySeats(new StoreLock(), 2);
        for (int day = 0; day < 5; day++) {
            assertThat(small.take(LICENSE, List.of(claim("ann")), clock.instant()))
                    .isInstanceOf(Held.class);
            clock.advance(Duration.ofDays(1));
        }
        assertThat(held(small))
                .as("two former ones, and the latest")
                .containsExactly("ann 2026-03-12T12:00:00Z", "ann 2026-03-13T12:00:00Z", "ann 2026-03-14T12:00:00Z");
    }

    @Test
    void failedTransactionLeavesHoldingsAsTheyWere() {
        assertThat(store.take(LICENSE, List.of(claim("ann")), clock.instant())).isInstanceOf(Held.class);
        clock.advance(Duration.ofDays(1));
        List<String> before = held(store);
        assertThatThrownBy(() -> all.write(transaction -> {
                    SeatResult unused = transaction.seats().take(LICENSE, List.of(claim("ann")), clock.instant());
                    assertThat(held(transaction.seats())).hasSize(2);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(held(store)).isEqualTo(before).hasSize(1);
    }

    @Test
    void refusesFurtherHoldersWhenFull() {
        InMemorySeats small = new InMemorySeats(new StoreLock(), 1);
        assertThat(small.take(LICENSE, List.of(claim("ann")), clock.instant())).isInstanceOf(Held.class);
        assertThatThrownBy(() -> small.take(LICENSE, List.of(claim("bob")), clock.instant()))
                .isInstanceOf(StoreException.class);
        assertThat(small.take(LICENSE, List.of(claim("ann")), clock.instant())).isInstanceOf(Held.class);
        clock.advance(Duration.ofMinutes(2));
        assertThat(small.take(LICENSE, List.of(claim("bob")), clock.instant()))
                .as("room of an ended lease")
                .isInstanceOf(Held.class);
    }

    private SeatClaim claim(String holder) {
        Term lease = new Term(
                clock.instant().plus(Duration.ofMinutes(1)), clock.instant().plus(Duration.ofMinutes(1)));
        return new SeatClaim(USERS, holder, 10, Use.TAKE, lease, null);
    }
}
