package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.burst;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.further.SeatRule;
import io.github.licensing4j.core.limit.further.SeatStore;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.seats.LocalSeats;
import io.github.licensing4j.core.limit.seats.NodeSeats;
import io.github.licensing4j.spi.CreditGrant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replaces the seats of the library by another kind of limit: one package, one line where the kinds are listed, nothing else. */
class FurtherKindTest {
    private final SeatStore seats = new SeatStore();
    private final LimitFixture fixture = new LimitFixture(counters -> last(counters), FurtherKindTest::rule);
    private final List<Limit> every =
            List.of(seats(1), parallel(3), burst(1, 5), monthly(10), new CreditsLimit("prepaid", "tokens", 0, null));

    private static Optional<LimitRule<?, ?>> rule(Limit limit, Proration amounts, CounterNaming naming) {
        return limit.kind() == Limit.Kind.SEATS
                ? Optional.of(SeatRule.of((SeatsLimit) limit, naming.counterName(limit)))
                : LimitKinds.rule(limit, amounts, naming);
    }

    private List<LimitStore<?, ?>> last(InMemoryCounters counters) {
        List<LimitStore<?, ?>> stores = new ArrayList<>(
                LimitKinds.stores(counters, counters, counters, LocalSeats.of(InstantSource.system(), 1)));
        stores.removeIf(store -> store.type() == NodeSeats.class);
        stores.add(SeatRule.in(seats));
        return stores;
    }

    private List<LimitStore<?, ?>> first(InMemoryCounters counters) {
        List<LimitStore<?, ?>> stores = last(counters);
        stores.add(0, stores.remove(stores.size() - 1));
        return stores;
    }

    private static SeatsLimit seats(int max) {
        return new SeatsLimit("seats", SeatsLimit.Holder.USER, max, ContractPeriod.parse("P30D"));
    }

    private LimitDecision call(String user, List<Limit> limits) {
        return as(user).call(limits, Charge.of("tokens", 2));
    }

    private LimitFixture as(String user) {
        fixture.granting(new CreditGrant(
                "crd_1",
                LimitFixture.license("lic_1").id(),
                1,
                "prepaid",
                100,
                CreditGrant.FIRST,
                CreditGrant.Times.from(fixture.clock.instant()),
                null));
        return fixture.calledBy("", user);
    }

    private List<Long> used(List<Limit> limits) {
        return fixture.limits.peek(fixture.account, fixture.asking(limits, Charge.of("tokens", 0))).stream()
                .map(LimitStatus::used)
                .toList();
    }

    @Test
    void enforcesItAlone() {
        assertThat(call("ann", List.of(seats(1)))).isInstanceOf(LimitHold.class);
        assertThat(call("ann", List.of(seats(1)))).isInstanceOf(LimitHold.class);
        assertThat(((Exceeded) call("bob", List.of(seats(1)))).code()).isEqualTo(RefusalCode.SEAT_LIMIT_REACHED);
    }

    @Test
    void holdsItWithAllOtherKinds() {
        LimitHold reserved = (LimitHold) call("ann", every);
        assertThat(reserved.statuses())
                .extracting(status -> status.limit().name() + " " + status.used())
                .containsExactly("seats 1", "parallel 1", "burst 1", "monthly 1", "prepaid 2");
    }

    @Test
    void itsRefusalReleasesEveryOtherKind() {
        LimitFixture.settle(((LimitHold) call("ann", List.of(seats(1)))), OK);
        Exceeded exceeded = (Exceeded) call("bob", every);
        assertThat(exceeded.refused()).isEqualTo(new LimitStatus(seats(1), 1, 0, null));
        assertThat(exceeded.retryAt()).isNull();
        assertThat(exceeded.all()).extracting(LimitStatus::used).containsExactly(1L, 0L, 0L, 0L, 0L);
        assertThat(used(every)).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    @Test
    void anotherKindsRefusalReleasesIt() {
        LimitFixture seatsFirst = new LimitFixture(counters -> first(counters), FurtherKindTest::rule);
        List<Limit> limits = List.of(seats(1), monthly(0));
        Exceeded exceeded = seatsFirst.calledBy("", "ann").refused(limits);
        assertThat(exceeded.code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        assertThat(exceeded.all()).extracting(LimitStatus::used).containsExactly(0L, 0L);
    }

    @Test
    void settlesItWithTheOthers() {
        List<String> recorded = new ArrayList<>();
        LimitFixture.settle(((LimitHold) call("ann", every)), OK, use -> {
            for (int i = 0; i < use.counters(); i++) {
                recorded.add(use.counter(i).limit() + " " + use.counted(i));
            }
        });
        assertThat(recorded).containsExactly("monthly 1", "prepaid 2");
        assertThat(used(every)).containsExactly(1L, 0L, 1L, 1L, 2L);
        assertThat(seats.account(LimitFixture.license("lic_1").id()).settled()).isEqualTo(1);
    }

    @Test
    void settlesItThoughTheRecordFails() {
        LimitHold hold = ((LimitHold) call("ann", every));
        assertThatThrownBy(() -> LimitFixture.settle(hold, OK, use -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");
        assertThat(used(every)).containsExactly(1L, 0L, 1L, 1L, 2L);
        assertThat(seats.account(LimitFixture.license("lic_1").id()).settled()).isEqualTo(1);
    }

    @Test
    void probesItUnderOtherTerms() {
        LimitFixture.settle(((LimitHold) call("ann", List.of(seats(1)))), OK);
        as("bob");
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(seats(1)))))
                .isFalse();
        assertThat(fixture.limits.wouldGrant(fixture.account, fixture.asking(List.of(seats(2)))))
                .isTrue();
    }

    @Test
    void countsUsersThroughIt() {
        assertThat(fixture.asking(List.of(seats(1))).limits().counts(QuotaLimit.Scope.USER))
                .isTrue();
        assertThat(fixture.asking(List.of(burst(1, 5))).limits().counts(QuotaLimit.Scope.USER))
                .isFalse();
    }
}
