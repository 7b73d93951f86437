package io.github.licensing4j.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rule-3.12")
class SlewingClockTest {
    private final MovableClock wall = new MovableClock("2026-03-10T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final SlewingClock clock = new SlewingClock(wall, nanos::get);
    private final Instant start = wall.instant();

    @Test
    void survivesOverflowOfTicker() {
        both(Duration.ofMillis(500));
        assertThat(clock.instant()).isEqualTo(start.plusMillis(500));
        both(Duration.ofMinutes(10));
        assertThat(clock.instant()).isEqualTo(start.plusMillis(600_500));
    }

    @Test
    void makesUpASmallDifferenceSlowly() {
        wall.advance(Duration.ofSeconds(10));
        Instant before = seconds(100);
        // A tenth of the way took the first look; ten seconds ahead take two hundred to make up.
        assertThat(Duration.between(before, wall.instant())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        seconds(150);
        assertThat(Duration.between(clock.instant(), wall.instant()).abs()).isLessThan(Duration.ofMillis(60));
        assertThat(clock.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void neverStepsBackWithWallClock() {
        wall.advance(Duration.ofHours(-1));
        Instant last = clock.instant();
        for (int i = 0; i < 300; i++) {
            Instant now = seconds(1);
            assertThat(now).isAfter(last);
            assertThat(Duration.between(last, now)).isBetween(Duration.ofMillis(940), Duration.ofSeconds(1));
            last = now;
        }
        assertThat(clock.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(clock.health().detail()).contains("behind");
    }

    @Test
    void followsJumpForwardAfterTwoMinutes() {
        wall.advance(Duration.ofHours(1));
        Instant almost = seconds(119);
        assertThat(almost).isEqualTo(start.plusSeconds(119));
        assertThat(clock.health().status()).isEqualTo(Status.DEGRADED);
        seconds(5);
        assertThat(clock.instant()).isEqualTo(wall.instant());
        assertThat(clock.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void neverFollowsJumpingWallClock() {
        for (int i = 0; i < 20; i++) {
            wall.advance(Duration.ofHours(1));
            seconds(100);
        }
        assertThat(clock.instant()).isEqualTo(start.plusSeconds(2000));
    }

    @Test
    void ignoresJumpThatIsReverted() {
        wall.advance(Duration.ofDays(3));
        seconds(60);
        wall.advance(Duration.ofDays(-3));
        seconds(2);
        assertThat(clock.instant()).isEqualTo(wall.instant());
        assertThat(clock.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void losesNoPartOfMillisecondAtReadings() {
        wall.advance(Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            nanos.addAndGet(1_000_999_999L);
            wall.advance(Duration.ofNanos(1_000_999_999L));
            clock.millis();
        }
        assertThat(clock.instant()).isEqualTo(start.plusMillis(100_099));
    }

    @Test
    void neverStepsBackOnAnyThread() throws Exception {
        AtomicLong ticks = new AtomicLong();
        AtomicLong wallMillis = new AtomicLong(1_000_000);
        SlewingClock shared =
                new SlewingClock(() -> Instant.ofEpochMilli(wallMillis.get()), () -> ticks.addAndGet(300_000));
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            readers.add(() -> {
                boolean forward = true;
                long last = 0;
                for (int i = 0; i < 100_000; i++) {
                    long now = shared.millis();
                    forward &= now >= last;
                    last = now;
                    wallMillis.set(now + (i / 5_000 % 2 == 0 ? 60_000 : -60_000));
                }
                return forward;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(readers.size());
        try {
            for (Future<Boolean> forward : pool.invokeAll(readers)) {
                assertThat(forward.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private Instant seconds(int count) {
        for (int i = 0; i < count; i++) {
            both(Duration.ofSeconds(1));
            clock.millis();
        }
        return clock.instant();
    }

    private void both(Duration by) {
        wall.advance(by);
        nanos.addAndGet(by.toNanos());
    }
}
