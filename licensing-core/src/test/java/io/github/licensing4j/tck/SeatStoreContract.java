package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.HolderBound;
import io.github.licensing4j.spi.SeatClaim.Term;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult.Held;
import io.github.licensing4j.spi.SeatResult.Reason;
import io.github.licensing4j.spi.SeatResult.Refused;
import io.github.licensing4j.spi.SeatStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of seats does. A store's own test extends it. */
public abstract class SeatStoreContract extends SeatRaceContract {
    @Test
    void takesSeatsUpToMaximum() {
        SeatStore store = node();
        assertThat(taken(store, floating("ann", 2))).isEqualTo(new Seat(USERS, "ann", now(), now().plus(LEASE), null));
        assertThat(((Held) take(store, floating("bob", 2))).seats().get(0).taken())
                .isEqualTo(2);
        assertThat(take(store, floating("eve", 2))).isEqualTo(new Refused(0, Reason.TAKEN, 2));
        assertThat(holders(store)).containsExactly("ann", "bob");
        assertThat(((Held) take(store, floating("ann", 2))).seats().get(0).taken())
                .as("its own seat again")
                .isEqualTo(2);
    }

    @Test
    void separatesLicensesLimitsAndKindsOfHolders() {
        SeatStore store = node();
        assertThat(take(store, floating("ann", 1))).isInstanceOf(Held.class);
        SeatClaim device = new SeatClaim(DEVICES, "ann", 1, Use.TAKE, lease(), null);
        SeatClaim other = new SeatClaim(new SeatCounter("desks", Holder.USER), "bob", 1, Use.TAKE, lease(), null);
        assertThat(take(store, device)).isInstanceOf(Held.class);
        assertThat(take(store, other)).isInstanceOf(Held.class);
        LicenseId second = new LicenseId("https://issuer.example", "lic_2");
        assertThat(store.take(second, List.of(floating("bob", 1)), now())).isInstanceOf(Held.class);
        LicenseId foreign = new LicenseId("https://other.example", "lic_1");
        assertThat(store.take(foreign, List.of(floating("bob", 1)), now())).isInstanceOf(Held.class);
        assertThat(take(store, floating("bob", 1))).isInstanceOf(Refused.class);
    }

    @Test
    void freesSeatAtTheEndOfItsLease() {
        SeatStore store = node();
        taken(store, floating("ann", 1));
        clock.advance(LEASE.minusMillis(1));
        assertThat(take(store, floating("bob", 1))).isEqualTo(new Refused(0, Reason.TAKEN, 1));
        clock.advance(Duration.ofMillis(1));
        assertThat(store.level(LICENSE, USERS, "ann", now()).own()).isNull();
        assertThat(taken(store, floating("bob", 1)).takenAt()).isEqualTo(now());
        assertThat(take(store, floating("ann", 1))).as("revived too late").isInstanceOf(Refused.class);
    }

    @Test
    void revivesExpiredLeaseIfFree() {
        SeatStore store = node();
        taken(store, floating("ann", 1));
        clock.advance(LEASE.multipliedBy(3));
        assertThat(taken(store, floating("ann", 1)).until()).isEqualTo(now().plus(LEASE));
        assertThat(holders(store)).containsExactly("ann");
    }

    @Test
    void renewsLeaseAndNeverShortensIt() {
        SeatStore store = node();
        Instant begin = now();
        taken(store, floating("ann", 1));
        clock.advance(LEASE.dividedBy(2));
        Seat renewed = taken(store, floating("ann", 1));
        assertThat(renewed.takenAt()).isEqualTo(begin);
        assertThat(renewed.until()).isEqualTo(now().plus(LEASE));
        Term shorter = new Term(now().plusMillis(1), now().plusMillis(1));
        assertThat(taken(store, new SeatClaim(USERS, "ann", 1, Use.RENEW, shorter, null)))
                .isEqualTo(renewed);
    }

    @Test
    void renewalTakesNoSeat() {
        SeatStore store = node();
        assertThat(take(store, named("ann", 5, Use.RENEW, null))).isEqualTo(new Refused(0, Reason.NOT_HELD, 0));
        assertThat(holders(store)).isEmpty();
        taken(store, named("ann", 5, Use.TAKE, null));
        assertThat(taken(store, named("ann", 5, Use.RENEW, null)).until()).isEqualTo(Seat.ENDLESS);
    }

    @Test
    void seatWithoutEndGetsOneFromFloatingClaim() {
        SeatStore store = node();
        taken(store, named("ann", 1, Use.TAKE, null));
        clock.advance(Duration.ofDays(10_000));
        assertThat(take(store, named("bob", 1, Use.TAKE, null))).isInstanceOf(Refused.class);
        assertThat(taken(store, floating("ann", 1)).until()).isEqualTo(now().plus(LEASE));
    }

    @Test
    void holdersStayUnderLoweredMaximum() {
        SeatStore store = node();
        List.of("ann", "bob", "eve").forEach(holder -> taken(store, floating(holder, 3)));
        assertThat(((Held) take(store, floating("ann", 1))).seats().get(0).taken())
                .isEqualTo(3);
        assertThat(take(store, floating("joe", 1))).isEqualTo(new Refused(0, Reason.TAKEN, 3));
    }

    @Test
    void keepsReleasedSeatForItsHolderDuringCoolDown() {
        SeatStore store = node();
        Instant begin = now();
        taken(store, named("ann", 1, Use.TAKE, null));
        clock.advance(Duration.ofHours(1));
        Instant free = now().plus(Duration.ofDays(7));
        SeatRelease release = new SeatRelease(USERS, "ann", free, free);
        assertThat(store.release(LICENSE, release, now())).contains(new Seat(USERS, "ann", begin, free, now()));
        assertThat(store.release(LICENSE, release, now())).as("again").isEmpty();
        assertThat(store.level(LICENSE, USERS, "ann", now()).own()).isNull();
        assertThat(store.level(LICENSE, USERS, "bob", now()).taken()).isEqualTo(1);
        assertThat(take(store, named("bob", 1, Use.TAKE, null))).isEqualTo(new Refused(0, Reason.TAKEN, 1));
        assertThat(take(store, named("ann", 1, Use.RENEW, null))).isEqualTo(new Refused(0, Reason.NOT_HELD, 1));
        assertThat(taken(store, named("ann", 1, Use.TAKE, null)).releasedAt()).isNull();
        Instant again = now().plus(Duration.ofDays(7));
        assertThat(store.release(LICENSE, new SeatRelease(USERS, "ann", again, again), now()))
                .isPresent();
        clock.advance(Duration.ofDays(7));
        assertThat(holders(store)).isEmpty();
        assertThat(take(store, named("bob", 1, Use.TAKE, null))).isInstanceOf(Held.class);
    }

    @Test
    void releasesNothingOfOthers() {
        SeatStore store = node();
        taken(store, floating("ann", 1));
        assertThat(store.release(LICENSE, new SeatRelease(USERS, "bob", now(), now()), now()))
                .isEmpty();
        assertThat(store.release(LICENSE, new SeatRelease(DEVICES, "ann", now(), now()), now()))
                .isEmpty();
        assertThat(holders(store)).containsExactly("ann");
        assertThat(store.release(LICENSE, new SeatRelease(USERS, "ann", now(), now()), now()))
                .isPresent();
        assertThat(holders(store)).isEmpty();
    }

    @Test
    void boundsDifferentHolders() {
        SeatStore store = node();
        Instant start = now();
        Instant end = start.plus(Duration.ofDays(30));
        HolderBound bound = new HolderBound(2, start);
        for (String holder : List.of("ann", "bob")) {
            clock.advance(Duration.ofMinutes(1));
            taken(store, named(holder, 1, Use.TAKE, bound));
            clock.advance(Duration.ofMinutes(1));
            assertThat(store.release(LICENSE, new SeatRelease(USERS, holder, now(), end), now()))
                    .isPresent();
        }
        assertThat(take(store, named("eve", 1, Use.TAKE, bound))).isEqualTo(new Refused(0, Reason.TOO_MANY_HOLDERS, 0));
        taken(store, named("ann", 1, Use.TAKE, bound));
        assertThat(store.release(LICENSE, new SeatRelease(USERS, "ann", now(), end), now()))
                .isPresent();
        clock.advance(Duration.ofDays(31));
        assertThat(take(store, named("eve", 1, Use.TAKE, new HolderBound(2, end))))
                .as("in the next period")
                .isInstanceOf(Held.class);
    }

    @Test
    void holderOfThePeriodBeforeCountsWhileItHolds() {
        SeatStore store = node();
        taken(store, named("ann", 2, Use.TAKE, null));
        clock.advance(Duration.ofDays(40));
        HolderBound bound = new HolderBound(1, now().minus(Duration.ofDays(1)));
        assertThat(take(store, named("bob", 2, Use.TAKE, bound))).isEqualTo(new Refused(0, Reason.TOO_MANY_HOLDERS, 1));
    }

    @Test
    void takesAllSeatsOfClaimsOrNone() {
        SeatStore store = node();
        SeatClaim laptop = new SeatClaim(DEVICES, "laptop", 1, Use.TAKE, lease(), null);
        SeatClaim phone = new SeatClaim(DEVICES, "phone", 1, Use.TAKE, lease(), null);
        assertThat(store.take(LICENSE, List.of(floating("ann", 5), laptop), now()))
                .isInstanceOf(Held.class);
        assertThat(store.take(LICENSE, List.of(floating("bob", 5), phone), now()))
                .isEqualTo(new Refused(1, Reason.TAKEN, 1));
        assertThat(store.level(LICENSE, USERS, "bob", now()).own()).isNull();
        assertThat(store.level(LICENSE, USERS, "", now()).taken()).isEqualTo(1);
    }

    @Test
    void listsSeatsInPages() {
        SeatStore store = node();
        List<String> names = IntStream.range(0, 7).mapToObj(i -> "user-" + i).toList();
        names.forEach(name -> taken(store, floating(name, 100)));
        List<String> found = new ArrayList<>();
        Page.<Seat>forEach(cursor -> store.seats(LICENSE, cursor, 3, now()), seat -> found.add(seat.holder()));
        assertThat(found).isEqualTo(names);
        assertThat(store.seats(LICENSE, null, 7, now()).next()).isNull();
        assertThatThrownBy(() -> store.seats(LICENSE, "nonsense", 3, now()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void storesAnyName() {
        SeatStore store = node();
        String longest = "\u20ac".repeat(SeatClaim.LONGEST);
        for (String name : List.of("a' or 1=1", "A", "a", " ", "nul\0", "\ud83d\ude00", longest)) {
            assertThat(taken(store, floating(name, 100)).holder()).isEqualTo(name);
            assertThat(Objects.requireNonNull(
                                    store.level(LICENSE, USERS, name, now()).own())
                            .holder())
                    .isEqualTo(name);
        }
        assertThat(holders(store)).hasSize(7);
    }
}
