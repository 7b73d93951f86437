package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RateArithmeticTest {

    @Property(tries = 500)
    void aRefusedCallPassesAtTheInstantItWasToldAndNotBefore(
            @ForAll @IntRange(min = 1, max = 1000) int permits,
            @ForAll @IntRange(min = 1, max = 100_000) int perMillis,
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll @IntRange(min = 0, max = 2000) int wait) {
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet =
                List.of(new RateLimit("burst", null, List.of(new Band(permits, Duration.ofMillis(perMillis), burst))));
        for (int i = 0; i < burst; i++) {
            fixture.granted(sheet);
        }
        fixture.clock.advance(Duration.ofMillis(wait));
        LimitDecision decision = fixture.call(sheet);
        while (decision instanceof Reserved) {
            decision = fixture.call(sheet);
        }
        Exceeded refused = (Exceeded) decision;
        Duration left = Duration.between(fixture.clock.instant(), refused.retryAt());
        assertThat(left).isPositive();
        fixture.clock.advance(left.minusMillis(1));
        assertThat(fixture.call(sheet)).isInstanceOf(Exceeded.class);
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(sheet)).isInstanceOf(Reserved.class);
    }

    @Property(tries = 300)
    void inAnyStretchOfTimeNoMorePassThanTheBurstAndWhatIsRefilled(
            @ForAll @IntRange(min = 1, max = 100) int permits,
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll List<@IntRange(min = 0, max = 300) Integer> waits) {
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet = List.of(LimitFixture.burst(permits, burst));
        long passed = 0;
        long elapsed = 0;
        for (int wait : waits) {
            fixture.clock.advance(Duration.ofMillis(wait));
            elapsed += wait;
            while (fixture.call(sheet) instanceof Reserved) {
                passed++;
            }
            assertThat(passed).isLessThanOrEqualTo(burst + elapsed * permits / 1000);
        }
    }
}
