package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.HolderBound;
import io.github.licensing4j.spi.SeatClaim.Term;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatHolding.Window;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult.Refused;
import io.github.licensing4j.spi.SeatStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store of seats remembers who held one, for invoices. */
public abstract class SeatHoldingContract extends SeatRaceContract {
    private static final Window ALL = new Window(Instant.EPOCH, Seat.ENDLESS);

    /** Removes what need not be stored any more at an instant, as {@link io.github.licensing4j.spi.Store#expire} does. */
    protected abstract void expire(Instant before);

    private static List<SeatHolding> held(SeatStore store) {
        return store.holdings(LICENSE, ALL, null, 100).items();
    }

    private void release(SeatStore store, String holder, Duration coolDown) {
        Instant free = now().plus(coolDown);
        assertThat(store.release(LICENSE, new SeatRelease(USERS, holder, free, free), now()))
                .isPresent();
    }

    private static SeatHolding user(String holder, Instant from, Instant to) {
        return new SeatHolding(USERS, holder, from, to);
    }

    @Test
    void listsPresentSeats() {
        SeatStore store = node();
        Instant begin = now();
        taken(store, named("bob", 5, Use.TAKE, null));
        taken(store, floating("ann", 5));
        clock.advance(LEASE.dividedBy(2));
        taken(store, floating("ann", 5));
        assertThat(held(store))
                .as("a renewed lease is one holding")
                .containsExactly(user("ann", begin, now().plus(LEASE)), user("bob", begin, Seat.ENDLESS));
    }

    @Test
    void keepsLeaseThatEndedWhenItsHolderComesBack() {
        SeatStore store = node();
        Instant first = now();
        taken(store, floating("ann", 1));
        clock.advance(Duration.ofDays(2));
        assertThat(held(store)).containsExactly(user("ann", first, first.plus(LEASE)));
        Instant second = now();
        taken(store, floating("ann", 1));
        clock.advance(Duration.ofDays(2));
        taken(store, floating("ann", 1));
        assertThat(held(store))
                .containsExactly(
                        user("ann", first, first.plus(LEASE)),
                        user("ann", second, second.plus(LEASE)),
                        user("ann", now(), now().plus(LEASE)));
    }

    @Test
    void releasedSeatIsHeldUntilItsRelease() {
        SeatStore store = node();
        Instant first = now();
        taken(store, named("ann", 1, Use.TAKE, null));
        clock.advance(Duration.ofHours(5));
        Instant released = now();
        release(store, "ann", Duration.ofDays(7));
        assertThat(held(store)).as("in its cool-down").containsExactly(user("ann", first, released));
        clock.advance(Duration.ofDays(1));
        taken(store, named("ann", 1, Use.TAKE, null));
        assertThat(held(store)).containsExactly(user("ann", first, released), user("ann", now(), Seat.ENDLESS));
    }

    @Test
    void joinsShortTimesOfOneHolder() {
        SeatStore store = node();
        Instant first = now();
        for (int i = 0; i < 20; i++) {
            taken(store, floating("ann", 2));
            taken(store, floating("bob", 2));
            clock.advance(LEASE.multipliedBy(2));
        }
        Instant last = now();
        taken(store, floating("ann", 2));
        assertThat(held(store).stream()
                        .filter(holding -> holding.holder().equals("ann"))
                        .toList())
                .containsExactly(user("ann", first, last.minus(LEASE)), user("ann", last, last.plus(LEASE)));
    }

    @Test
    void apartByMoreThanHourIsNotJoined() {
        SeatStore store = node();
        Instant first = now();
        taken(store, floating("ann", 2));
        clock.advance(LEASE.plus(SeatHolding.JOINED));
        Instant second = now();
        taken(store, floating("ann", 2));
        clock.advance(LEASE.plus(SeatHolding.JOINED));
        taken(store, floating("ann", 2));
        assertThat(held(store)).extracting(SeatHolding::from).containsExactly(first, second, now());
    }

    @Test
    void listsWhatOverlapsWindow() {
        SeatStore store = node();
        Instant from = now();
        taken(store, floating("ann", 1));
        clock.advance(Duration.ofDays(1));
        taken(store, floating("ann", 1));
        Instant to = from.plus(LEASE);
        SeatHolding first = user("ann", from, to);
        assertThat(List.of(
                        new Window(from, from.plusMillis(1)),
                        new Window(to.minusMillis(1), to),
                        new Window(from.minusSeconds(1), to.plusSeconds(1))))
                .allSatisfy(window -> assertThat(
                                store.holdings(LICENSE, window, null, 100).items())
                        .containsExactly(first));
        assertThat(List.of(new Window(from.minusSeconds(1), from), new Window(to, to.plusSeconds(1))))
                .allSatisfy(window -> assertThat(
                                store.holdings(LICENSE, window, null, 100).items())
                        .isEmpty());
    }

    @Test
    void listsHoldingsInPages() {
        SeatStore store = node();
        for (int day = 0; day < 3; day++) {
            for (String holder : List.of("ann", "bob", "\u20ac")) {
                taken(store, floating(holder, 10));
                clock.advance(Duration.ofMillis(1));
            }
            clock.advance(Duration.ofDays(1));
        }
        SeatClaim device = new SeatClaim(DEVICES, "ann", 10, Use.TAKE, lease(), null);
        taken(store, device);
        List<SeatHolding> all = held(store);
        assertThat(all).hasSize(10).doesNotHaveDuplicates();
        assertThat(all.get(0).counter()).isEqualTo(DEVICES);
        for (int max = 1; max <= 10; max++) {
            int size = max;
            List<SeatHolding> found = new ArrayList<>();
            Page.<SeatHolding>forEach(cursor -> store.holdings(LICENSE, ALL, cursor, size), found::add);
            assertThat(found).as("pages of %d", max).isEqualTo(all);
        }
        assertThatThrownBy(() -> store.holdings(LICENSE, ALL, "nonsense", 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void separatesHoldingsOfLicenses() {
        SeatStore store = node();
        taken(store, floating("ann", 1));
        clock.advance(Duration.ofDays(1));
        taken(store, floating("ann", 1));
        assertThat(store.holdings(new LicenseId(LICENSE.issuer(), "lic_2"), ALL, null, 10)
                        .items())
                .isEmpty();
        assertThat(store.holdings(new LicenseId("https://other.example", LICENSE.value()), ALL, null, 10)
                        .items())
                .isEmpty();
    }

    @Test
    void refusedClaimsStoreNothing() {
        SeatStore store = node();
        Instant first = now();
        taken(store, floating("ann", 1));
        clock.advance(Duration.ofDays(1));
        taken(store, floating("bob", 1));
        assertThat(take(store, floating("ann", 1))).isInstanceOf(Refused.class);
        assertThat(held(store))
                .containsExactly(user("ann", first, first.plus(LEASE)), user("bob", now(), now().plus(LEASE)));
    }

    @Test
    void holdingsOutliveTheirHolders() {
        SeatStore store = node();
        Instant first = now();
        taken(store, floating("ann", 1));
        Term remembered = new Term(now().plus(LEASE), now().plus(Duration.ofDays(30)));
        taken(store, new SeatClaim(USERS, "bob", 2, Use.TAKE, remembered, new HolderBound(5, Instant.EPOCH)));
        List<SeatHolding> both = List.of(user("ann", first, first.plus(LEASE)), user("bob", first, first.plus(LEASE)));
        for (Duration later : List.of(LEASE.plusMillis(1), Duration.ofDays(40), SeatHolding.KEPT)) {
            expire(first.plus(later));
            assertThat(held(store)).as("after %s", later).isEqualTo(both);
        }
        assertThat(store.seats(LICENSE, null, 10, first.plus(LEASE)).items()).isEmpty();
        expire(first.plus(LEASE).plus(SeatHolding.KEPT));
        assertThat(held(store)).isEqualTo(both);
        expire(first.plus(LEASE).plus(SeatHolding.KEPT).plusMillis(1));
        assertThat(held(store)).isEmpty();
    }

    @Test
    void expirySparesPresentSeats() {
        SeatStore store = node();
        taken(store, floating("ann", 2));
        clock.advance(Duration.ofDays(1));
        taken(store, floating("ann", 2));
        taken(store, named("bob", 2, Use.TAKE, null));
        List<SeatHolding> before = held(store);
        expire(now());
        assertThat(held(store)).isEqualTo(before).hasSize(3);
        assertThat(holders(store)).containsExactly("ann", "bob");
    }
}
