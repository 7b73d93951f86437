package io.github.licensing4j.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rule-3.12")
class StoreClockTest {
    private final MovableClock database = new MovableClock("2026-03-10T12:00:00Z");
    private final MovableClock wall = new MovableClock("2026-03-10T13:00:00Z");
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private Duration took = Duration.ZERO;
    private boolean isAway;
    private final StoreClock clock = new StoreClock(this::answer, wall, nanos::get);

    private Optional<Instant> answer() {
        if (isAway) {
            throw new StoreException("away", new IllegalStateException());
        }
        pass(took.dividedBy(2));
        Instant answer = database.instant();
        pass(took.dividedBy(2));
        return Optional.of(answer);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        database.advance(time);
        wall.advance(time);
    }

    @Test
    void ignoresWrongWallClock() {
        clock.read();
        assertThat(clock.instant()).isEqualTo(database.instant());
        pass(Duration.ofMinutes(7));
        wall.advance(Duration.ofHours(-2));
        assertThat(clock.instant()).isEqualTo(database.instant());
        assertThat(clock.wallAhead()).contains(Duration.ofHours(-1));
    }

    @Test
    void usesWallClockWithoutSharedStore() {
        StoreClock alone = new StoreClock(Optional::empty, wall, nanos::get);
        alone.read();
        assertThat(alone.instant()).isEqualTo(wall.instant());
        assertThat(alone.wallAhead()).isEmpty();
    }

    @Test
    void countsOnWhileStoreIsAway() {
        clock.read();
        isAway = true;
        pass(Duration.ofHours(3));
        assertThatThrownBy(clock::read).isInstanceOf(StoreException.class);
        assertThat(clock.instant()).isEqualTo(database.instant());
    }

    @Test
    void followsDatabaseWithAnotherClock() {
        clock.read();
        database.advance(Duration.ofMinutes(-3));
        clock.read();
        assertThat(clock.instant()).isEqualTo(database.instant());
    }

    @Test
    void slowAnswerReplacesOldReadingOnly() {
        clock.read();
        database.advance(Duration.ofSeconds(1));
        took = Duration.ofSeconds(2);
        clock.read();
        assertThat(clock.instant()).as("kept").isEqualTo(database.instant().minusSeconds(1));
        pass(Duration.ofMinutes(10));
        clock.read();
        assertThat(clock.instant()).as("replaced").isEqualTo(database.instant());
    }
}
