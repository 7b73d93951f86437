package io.github.licensing4j.core.limit.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Health;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SeatsLimit.Assignment;
import io.github.licensing4j.SeatsLimit.Churn;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.SeatHolders;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Two nodes that cache the seats of one store. */
class NodeSeatsTest {
    private static final Duration LEASE = Duration.ofMinutes(30);
    private static final SeatsLimit FLOATING = new SeatsLimit("seats", Holder.USER, 2, ContractPeriod.parse("PT30M"));
    private static final License LICENSE = new License(
            new LicenseId("https://issuer.example", "lic_1"),
            "acme",
            new PlanId("pro", 1),
            LicenseState.ACTIVE,
            Instant.parse("2026-01-01T00:00:00Z"),
            ZoneOffset.UTC,
            null);

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final CountedSeats store = new CountedSeats();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final NodeSeats node = node(100);
    private final NodeSeats other = node(100);

    private NodeSeats node(int most) {
        return new NodeSeats(store, clock, background::add, most);
    }

    private static SeatsLimit named(Assignment assign, String coolDown, Churn churn) {
        return new SeatsLimit("seats", Holder.USER, 1, assign, null, ContractPeriod.parse(coolDown), churn, null);
    }

    private static LimitSubject subject(String user) {
        return LimitSubject.of(LICENSE).heldBy(new SeatHolders(user, ""));
    }

    private HoldResult take(NodeSeats at, SeatsLimit limit, String user) {
        return at.take(List.of(SeatRule.of(limit, limit.name())), subject(user), clock.millis());
    }

    private HoldResult take(NodeSeats at, String user) {
        return take(at, FLOATING, user);
    }

    private void release(SeatsLimit limit, String user) {
        SeatTerms terms = new SeatTerms(limit, SeatRule.of(limit, "seats").counter(), LICENSE);
        assertThat(store.release(LICENSE.id(), terms.release(user, clock.instant()), clock.instant()))
                .isPresent();
    }

    private void runBackground() {
        for (Runnable work = background.poll(); work != null; work = background.poll()) {
            work.run();
        }
    }

    @Test
    void warmCallOfHolderNeedsNoStore() {
        assertThat(take(node, "ann")).isInstanceOf(SeatHold.class);
        for (int i = 0; i < 100; i++) {
            assertThat(take(node, "ann")).isInstanceOf(SeatHold.class);
        }
        assertThat(store.requests).isEqualTo(1);
        assertThat(background).isEmpty();
    }

    @Test
    void renewsOnceInBackgroundWhenThirdOfLeaseIsLeft() {
        take(node, "ann");
        clock.advance(LEASE.multipliedBy(2).dividedBy(3).minusMillis(1));
        take(node, "ann");
        assertThat(background).isEmpty();
        clock.advance(Duration.ofMillis(1));
        take(node, "ann");
        take(node, "ann");
        assertThat(background).hasSize(1);
        assertThat(store.requests).as("the call does not wait").isEqualTo(1);
        runBackground();
        assertThat(store.requests).isEqualTo(2);
        clock.advance(LEASE.minusMillis(1));
        assertThat(take(node, "ann")).isInstanceOf(SeatHold.class);
        assertThat(store.requests).isEqualTo(2);
    }

    @Test
    void holdersOfBothNodesCountTogether() {
        take(node, "ann");
        take(other, "bob");
        assertThat(take(node, "eve")).isEqualTo(new SeatRefusal(0, 2));
        assertThat(take(other, "ann")).as("on another node").isInstanceOf(SeatHold.class);
    }

    @Test
    void deadHolderFreesItsSeatWithItsLease() {
        take(node, "ann");
        take(node, "bob");
        clock.advance(LEASE.minusMillis(1));
        assertThat(take(other, "eve")).isEqualTo(new SeatRefusal(0, 2));
        clock.advance(Duration.ofSeconds(1));
        assertThat(take(other, "eve")).isInstanceOf(SeatHold.class);
        assertThat(take(other, "joe")).isInstanceOf(SeatHold.class);
        assertThat(take(node, "ann")).as("its cached lease has ended").isEqualTo(new SeatRefusal(0, 2));
    }

    @Test
    void refusedHolderReachesStoreOnceASecond() {
        take(node, "ann");
        take(node, "bob");
        for (int i = 0; i < 10; i++) {
            assertThat(take(node, "eve")).isEqualTo(new SeatRefusal(0, 2));
        }
        assertThat(store.requests).isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        take(node, "eve");
        assertThat(store.requests).isEqualTo(4);
    }

    @Test
    void releasedSeatEndsWithChangeOfLicense() {
        SeatsLimit limit = named(Assignment.ADMIN, "P7D", new Churn(5, ContractPeriod.parse("P1M")));
        SeatTerms terms = new SeatTerms(limit, SeatRule.of(limit, "seats").counter(), LICENSE);
        assertThat(take(node, limit, "ann")).as("not assigned").isEqualTo(new SeatRefusal(0, 0));
        store.take(LICENSE.id(), List.of(terms.claim("ann", Use.TAKE, clock.instant())), clock.instant());
        node.changed(LICENSE.id());
        assertThat(take(node, limit, "ann")).isInstanceOf(SeatHold.class);
        release(limit, "ann");
        node.changed(LICENSE.id());
        assertThat(take(node, limit, "ann")).isEqualTo(new SeatRefusal(0, 1));
        assertThat(take(node, limit, "bob")).as("in its cool-down").isEqualTo(new SeatRefusal(0, 1));
    }

    @Test
    void renewalDoesNotRevokeRelease() {
        take(node, "ann");
        clock.advance(LEASE.minusMinutes(1));
        take(node, "ann");
        release(FLOATING, "ann");
        runBackground();
        assertThat(store.level(LICENSE.id(), SeatRule.of(FLOATING, "seats").counter(), "ann", clock.instant())
                        .own())
                .isNull();
    }

    @Test
    void outageRefusesNewHoldersAndKeepsCachedOnes() {
        take(node, "ann");
        store.fails = true;
        for (int i = 0; i < 3; i++) {
            assertThat(take(node, "bob")).isInstanceOf(HoldResult.Unavailable.class);
        }
        assertThat(take(node, "ann")).isInstanceOf(SeatHold.class);
        int requests = store.requests;
        assertThat(take(node, "bob")).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(store.requests).as("no call tries the store").isEqualTo(requests);
        assertThat(node.health().get(0).status()).isEqualTo(Health.Status.DEGRADED);
        clock.advance(LEASE);
        assertThat(take(node, "ann")).as("after its lease").isInstanceOf(HoldResult.Unavailable.class);
        node.probe();
        assertThat(take(node, "ann")).isInstanceOf(HoldResult.Unavailable.class);
        store.fails = false;
        node.probe();
        assertThat(take(node, "ann")).isInstanceOf(SeatHold.class);
        assertThat(node.health().get(0).status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void slowRequestRefusesItsOwnCallOnly() {
        take(node, "ann");
        store.fails = true;
        assertThat(take(node, "bob")).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(take(node, "bob")).isInstanceOf(HoldResult.Unavailable.class);
        store.fails = false;
        assertThat(take(node, "bob")).as("the store is tried again").isInstanceOf(SeatHold.class);
        store.fails = true;
        assertThat(take(node, "eve")).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(take(node, "eve")).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(node.health().get(0).status()).as("not three in a row").isEqualTo(Health.Status.UP);
        assertThat(take(node, "eve")).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(node.health().get(0).status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    void failuresBeforeOutageDoNotCountAfterIt() {
        store.fails = true;
        for (int i = 0; i < 3; i++) {
            take(node, "ann");
        }
        store.fails = false;
        node.probe();
        store.fails = true;
        take(node, "ann");
        take(node, "ann");
        assertThat(node.health().get(0).status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void failedRenewalIsTriedAgainAfterOutage() {
        take(node, "ann");
        clock.advance(LEASE.minusMinutes(5));
        store.fails = true;
        for (int i = 0; i < 3; i++) {
            take(node, "ann");
            runBackground();
        }
        assertThat(node.health().get(0).status()).isEqualTo(Health.Status.DEGRADED);
        store.fails = false;
        node.probe();
        take(node, "ann");
        runBackground();
        clock.advance(LEASE.minusMinutes(1));
        assertThat(take(node, "ann")).isInstanceOf(SeatHold.class);
    }

    @Test
    void refusesCallsWithoutHolder() {
        assertThat(take(node, "")).isEqualTo(new SeatRefusal(0, 0));
        assertThat(store.requests).isZero();
        assertThat(node.health()).isEmpty();
    }

    @Test
    void editedLimitIsRequestedAgain() {
        take(node, "ann");
        take(node, "bob");
        SeatsLimit lowered = new SeatsLimit("seats", Holder.USER, 1, ContractPeriod.parse("PT30M"));
        assertThat(take(node, lowered, "ann")).isInstanceOf(SeatHold.class);
        assertThat(take(node, lowered, "eve")).isEqualTo(new SeatRefusal(0, 2));
    }

    @Test
    void fullCacheAsksStoreEachTime() {
        NodeSeats small = node(1);
        take(small, "ann");
        take(small, "bob");
        assertThat(take(small, "bob")).isInstanceOf(SeatHold.class);
        assertThat(store.requests).isEqualTo(3);
        clock.advance(LEASE);
        small.sweep();
        assertThat(small.size()).isZero();
    }
}
