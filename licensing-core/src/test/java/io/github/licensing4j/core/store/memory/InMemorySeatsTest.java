package io.github.licensing4j.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.Term;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.spi.SeatResult.Held;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.SeatStoreContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemorySeatsTest extends SeatStoreContract {
    private final SeatStore store = new InMemoryStore().seats().orElseThrow();

    @Override
    protected SeatStore node() {
        return store;
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
