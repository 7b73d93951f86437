package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CallUsageTest {
    private final LimitFixture fixture = new LimitFixture();
    private final List<String> told = new ArrayList<>();

    @Test
    @Tag("rule-3.3")
    void tellsEveryMeterAndCounterBeforeAnythingIsCounted() {
        List<Limit> sheet = List.of(LimitFixture.monthly(100));
        LimitHold hold =
                fixture.granted(sheet, Charge.of(Charge.CALLS, 3), new Charge("tokens", 0, 0, ChargeOn.NOT_5XX));
        hold.charge("tokens", 7);
        hold.charge(Charge.CALLS, 2);
        LimitFixture.settle(hold, LimitFixture.OK, use -> {
            tell(use);
            assertThat(fixture.used(sheet.get(0))).isEqualTo(3);
        });
        assertThat(told).containsExactly("calls=5", "tokens=7", "monthly:5");
        assertThat(fixture.used(sheet.get(0))).isEqualTo(5);
    }

    @Test
    void countsAllTheSameWhenItCannotBeTold() {
        List<Limit> sheet = List.of(LimitFixture.monthly(100), LimitFixture.parallel(1));
        LimitHold hold = fixture.granted(sheet, Charge.of(Charge.CALLS, 3));
        assertThatThrownBy(() -> LimitFixture.settle(hold, LimitFixture.OK, use -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(fixture.used(sheet.get(0))).isEqualTo(3);
        fixture.granted(sheet);
    }

    @Test
    void oneOfManyThreadsEndsTheCall() throws Exception {
        List<Limit> sheet = List.of(LimitFixture.monthly(1_000_000));
        AtomicInteger tells = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(64);
        try {
            for (int round = 0; round < 50; round++) {
                LimitHold hold = fixture.granted(sheet, Charge.of(Charge.CALLS, 3));
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> ends = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    ends.add(threads.submit(() -> {
                        start.await();
                        return LimitFixture.settle(hold, LimitFixture.OK, use -> tells.incrementAndGet());
                    }));
                }
                start.countDown();
                int winners = 0;
                for (Future<Boolean> end : ends) {
                    winners += end.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(tells).hasValue(50);
        assertThat(fixture.used(sheet.get(0))).isEqualTo(150);
    }

    @Test
    @Tag("rule-3.1")
    void anObservedCallTellsTheSameMetersAndNoCounters() {
        List<Limit> sheet = List.of(LimitFixture.monthly(1));
        ObservedMeterTally tally = fixture.limits.observe(fixture.asking(sheet, Charge.of(Charge.CALLS, 3)));
        tally.charge(Charge.CALLS, 2);
        tell(Objects.requireNonNull(tally.end(LimitFixture.OK)));
        assertThat(tally.end(LimitFixture.OK)).isNull();
        assertThat(told).containsExactly("calls=5");
        assertThat(fixture.used(sheet.get(0))).isZero();
    }

    @Test
    void measuresRequestBytesAndProcessorTime() {
        assertThat(measured(new Meter("m", "byte", 0, Measure.REQUEST_BYTES))).isEqualTo("m=7");
        assertThat(measured(new Meter("m", "byte", 0, Measure.RESPONSE_BYTES))).isEqualTo("m=9");
        assertThat(measured(new Meter("m", "ms", 0, Measure.CPU_TIME))).isEqualTo("m=1");
        assertThat(measured(new Meter("m", "ms", 3, Measure.CPU_TIME))).isEqualTo("m=1234");
        assertThat(measured(new Meter("m", "ms", 9, Measure.CPU_TIME))).isEqualTo("m=1234567000");
        assertThat(measured(new Meter("m", "ms", 0, Measure.WALL_TIME))).isEqualTo("m=5");
        assertThat(measured(new Meter("m", "ms", 3, Measure.WALL_TIME))).isEqualTo("m=5250");
    }

    private String measured(Meter meter) {
        told.clear();
        LimitHold hold = fixture.counting(meter).granted(List.of());
        fixture.clock.advance(Duration.ofNanos(5_250_000));
        LimitFixture.settle(hold, new Outcome(200, 9, 7, 1_234_567), use -> tell(use));
        return told.get(told.size() - 1);
    }

    @Test
    void quantitiesAreExactOrRefused() {
        fixture.counting(new Meter("tokens", "token", 2, null));
        LimitHold hold = fixture.granted(List.of(), new Charge("tokens", 15, 0, ChargeOn.NOT_5XX, 1));
        hold.charge("tokens", Quantity.of("0.25", "token"));
        hold.charge("tokens", Quantity.smallest(100));
        hold.charge("tokens", 2);
        assertThatThrownBy(() -> hold.charge("tokens", Quantity.of("0.255", "token")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0.255 of 'tokens' has more digits after the point than 2, the scale of the meter");
        assertThatThrownBy(() -> hold.charge("tokens", Quantity.of("1E+30", "token")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too many to count");
        assertThatThrownBy(() -> hold.charge("tokens", Quantity.of("-1", "token")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold.charge("tokens", Quantity.of(1, "kilotoken")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counts in 'token', got 1 kilotoken");
        assertThatThrownBy(() -> hold.charge(Charge.CALLS, Quantity.of("0.5", "call")))
                .isInstanceOf(IllegalArgumentException.class);
        LimitFixture.settle(hold, LimitFixture.OK, use -> tell(use));
        assertThat(told).containsExactly("calls=1", "tokens=475");
    }

    private void tell(CallUsage use) {
        for (int i = 0; i < use.meters(); i++) {
            told.add(use.meter(i) + "=" + use.units(i));
        }
        for (int i = 0; i < use.counters(); i++) {
            told.add(use.counter(i).limit() + ":" + use.counted(i));
        }
    }
}
