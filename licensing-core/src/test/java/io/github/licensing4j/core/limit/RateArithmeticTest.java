package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.RandomCases;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RateArithmeticTest {

    @Test
    void aRefusedCallPassesAtTheInstantItWasToldAndNotBefore() {
        RandomCases.run(500, RateArithmeticTest::assertThatRefusedCallPassesThen);
    }

    private static void assertThatRefusedCallPassesThen(RandomGenerator random) {
        int permits = (int) RandomCases.between(random, 1, 1000);
        int perMillis = (int) RandomCases.between(random, 1, 100_000);
        int burst = (int) RandomCases.between(random, 1, 50);
        long wait = RandomCases.between(random, 0, 2000);
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet =
                List.of(new RateLimit("burst", null, List.of(new Band(permits, Duration.ofMillis(perMillis), burst))));
        for (int i = 0; i < burst; i++) {
            fixture.granted(sheet);
        }
        fixture.clock.advance(Duration.ofMillis(wait));
        LimitDecision decision = fixture.call(sheet);
        while (decision instanceof LimitHold) {
            decision = fixture.call(sheet);
        }
        Exceeded refused = (Exceeded) decision;
        Duration left = Duration.between(fixture.clock.instant(), refused.retryAt());
        assertThat(left).isPositive();
        fixture.clock.advance(left.minusMillis(1));
        assertThat(fixture.call(sheet)).isInstanceOf(Exceeded.class);
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(sheet)).isInstanceOf(LimitHold.class);
    }

    @Test
    void inAnyStretchOfTimeNoMorePassThanTheBurstAndWhatIsRefilled() {
        RandomCases.run(300, RateArithmeticTest::assertThatNoMorePass);
    }

    private static void assertThatNoMorePass(RandomGenerator random) {
        int permits = (int) RandomCases.between(random, 1, 100);
        int burst = (int) RandomCases.between(random, 1, 50);
        List<Long> waits = RandomCases.list(random, 200, r -> RandomCases.between(r, 0, 300));
        LimitFixture fixture = new LimitFixture();
        List<Limit> sheet = List.of(LimitFixture.burst(permits, burst));
        long passed = 0;
        long elapsed = 0;
        for (long wait : waits) {
            fixture.clock.advance(Duration.ofMillis(wait));
            elapsed += wait;
            while (fixture.call(sheet) instanceof LimitHold) {
                passed++;
            }
            assertThat(passed).isLessThanOrEqualTo(burst + elapsed * permits / 1000);
        }
    }
}
