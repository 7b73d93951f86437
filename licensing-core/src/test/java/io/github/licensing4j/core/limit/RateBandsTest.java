package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rates of several bands: edits, and what another plan's bands would have said. */
class RateBandsTest {
    private final LimitFixture fixture = new LimitFixture();

    @Test
    @Tag("rule-3.7")
    void anEditOfSeveralBandsKeepsTheShareOfEach() {
        for (int i = 0; i < 10; i++) {
            LimitFixture.settle(fixture.granted(bands(10, 100)), OK);
        }
        assertThat(fixture.refused(bands(20, 100)).refused().remaining()).isZero();
        fixture.clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            LimitFixture.settle(fixture.granted(bands(20, 50)), OK);
        }
        // Of a hundred ten were taken; half of the ninety that were left stay in the bucket of fifty, twenty went
        // since.
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(remaining(bands(1000, 50))).isBetween(24L, 27L);
    }

    @Test
    @Tag("rule-3.7")
    void aBandThatIsAddedDoesNotRefillTheOthers() {
        List<Limit> one = List.of(rate(new Band(1, Duration.ofSeconds(1), 5)));
        for (int i = 0; i < 5; i++) {
            LimitFixture.settle(fixture.granted(one), OK);
        }
        List<Limit> two =
                List.of(rate(new Band(1, Duration.ofSeconds(1), 5), new Band(100, Duration.ofMinutes(1), 100)));
        assertThat(fixture.refused(two).refused().remaining()).isZero();
    }

    @Test
    void anotherPlanIsJudgedBandByBand() {
        while (fixture.call(bands(10, 100)) instanceof LimitHold) {
            fixture.clock.advance(Duration.ofMillis(100));
        }
        // At ten a second only the slow band can have run empty.
        assertThat(wouldGrant(bands(1000, 100))).isFalse();
        assertThat(wouldGrant(bands(10, 101))).isTrue();
    }

    @Test
    void lookingAtAnotherPlanChangesNoBucket() {
        for (int i = 0; i < 10; i++) {
            LimitFixture.settle(fixture.granted(bands(10, 100)), OK);
        }
        wouldGrant(bands(1000, 1000));
        fixture.refused(bands(10, 100));
    }

    private boolean wouldGrant(List<Limit> other) {
        return fixture.limits.wouldGrant(fixture.account, fixture.asking(other));
    }

    private long remaining(List<Limit> sheet) {
        return fixture.limits
                .peek(fixture.account, fixture.asking(sheet))
                .get(0)
                .remaining();
    }

    private static List<Limit> bands(long aSecond, long aMinute) {
        return List.of(rate(
                new Band(aSecond, Duration.ofSeconds(1), aSecond), new Band(aMinute, Duration.ofMinutes(1), aMinute)));
    }

    private static RateLimit rate(Band... bands) {
        return new RateLimit("burst", null, List.of(bands));
    }
}
