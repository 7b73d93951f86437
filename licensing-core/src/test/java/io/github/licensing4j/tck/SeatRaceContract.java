package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.HolderBound;
import io.github.licensing4j.spi.SeatClaim.Term;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatResult.Held;
import io.github.licensing4j.spi.SeatStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Races for seats, and what the other tests of a store of seats need. */
public abstract class SeatRaceContract {
    protected static final LicenseId LICENSE = new LicenseId("https://issuer.example", "lic_1");
    protected static final SeatCounter USERS = new SeatCounter("seats", Holder.USER);

    static final SeatCounter DEVICES = new SeatCounter("seats", Holder.DEVICE);
    static final Duration LEASE = Duration.ofMinutes(10);
    static final int THREADS = 50;
    static final int NODES = 3;

    protected final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    /** Opens a node of the store; the first one in a test is empty. Returns the same one where no other process can open the store. */
    protected abstract SeatStore node();

    Instant now() {
        return clock.instant();
    }

    Term lease() {
        return new Term(now().plus(LEASE), now().plus(LEASE));
    }

    SeatClaim floating(String holder, int max) {
        return new SeatClaim(USERS, holder, max, Use.TAKE, lease(), null);
    }

    static SeatClaim named(String holder, int max, Use use, @Nullable HolderBound churn) {
        return new SeatClaim(USERS, holder, max, use, Term.ENDLESS, churn);
    }

    SeatResult take(SeatStore store, SeatClaim claim) {
        return store.take(LICENSE, List.of(claim), now());
    }

    Seat taken(SeatStore store, SeatClaim claim) {
        return Objects.requireNonNull(((Held) take(store, claim)).seats().get(0).own());
    }

    static List<String> holders(Page<Seat> page) {
        return page.items().stream().map(Seat::holder).toList();
    }

    List<String> holders(SeatStore store) {
        return holders(store.seats(LICENSE, null, 100, now()));
    }

    @Test
    void threadsOfOneNodeNeverHoldMoreThanMaximum() throws Exception {
        SeatStore store = node();
        race(List.of(store));
    }

    @Test
    void threadsOfThreeNodesNeverHoldMoreThanMaximum() throws Exception {
        List<SeatStore> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(node());
        }
        race(nodes);
    }

    /** Lets 50 users claim 5 floating seats, again when the leases of the first ones have ended. */
    private void race(List<SeatStore> nodes) throws Exception {
        for (int round = 0; round < 2; round++) {
            AtomicInteger held = new AtomicInteger();
            Concurrently.run(THREADS, index -> {
                SeatResult result = take(nodes.get(index % nodes.size()), floating("user-" + index, 5));
                return result instanceof Held ? held.incrementAndGet() : 0;
            });
            assertThat(held).as("round %d", round).hasValue(5);
            assertThat(holders(nodes.get(0))).hasSize(5);
            clock.advance(LEASE);
        }
    }

    @Test
    void racingCallsOfOneHolderTakeOneSeat() throws Exception {
        SeatStore store = node();
        Concurrently.run(16, index -> {
            assertThat(take(store, floating("ann", 1))).isInstanceOf(Held.class);
            return 0;
        });
        assertThat(holders(store)).containsExactly("ann");
    }
}
