package io.github.licensing4j.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a task survives its failures, and reports that it does not finish. */
@Tag("4.4.1")
class GuardedTaskTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();
    private @Nullable Throwable failure;

    private final GuardedTask task = new GuardedTask("do the work", SECOND, this::work, nanos::get);

    private void work() {
        rounds.incrementAndGet();
        GuardedTaskTest.<RuntimeException>raise(failure);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(@Nullable Throwable failure) throws T {
        if (failure != null) {
            throw (T) failure;
        }
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void skipsRoundsLongerAfterEachFailure() {
        failure = new OutOfMemoryError("planted");
        task.run();
        assertThat(task.problem()).contains("cannot do the work", "1 failed in a row", "OutOfMemoryError");
        task.run();
        assertThat(rounds).as("within the pause").hasValue(1);
        for (int pause : new int[] {1, 2, 4, 8, 16, 20, 20}) {
            advance(Duration.ofSeconds(pause).minusNanos(1));
            int before = rounds.get();
            task.run();
            assertThat(rounds).as("pause of %d s", pause).hasValue(before);
            advance(Duration.ofNanos(1));
            task.run();
            assertThat(rounds).hasValue(before + 1);
        }
        assertThat(task.failures()).isEqualTo(8);
    }

    @Test
    void recoversWithTheNextGoodRound() {
        failure = new StackOverflowError();
        task.run();
        failure = null;
        advance(SECOND);
        task.run();
        assertThat(task.problem()).isNull();
        assertThat(task.failures()).isEqualTo(1);
    }

    @Test
    void aRoundThatNeverEndsIsLate() {
        task.run();
        advance(Duration.ofSeconds(10));
        assertThat(task.problem()).isNull();
        advance(SECOND);
        assertThat(task.problem()).isEqualTo("cannot do the work: the last finished round was 11 s ago");
    }

    @Test
    void aStoreOutageSkipsNoRound() {
        failure = new StoreException("planted", new IllegalStateException("cut"));
        task.run();
        task.run();
        assertThat(rounds).hasValue(2);
        assertThat(task.problem()).isNull();
        advance(Duration.ofSeconds(11));
        assertThat(task.problem()).contains("11 s ago");
    }

    @Test
    void restartsLongRunningTask() {
        GuardedTask loop = new GuardedTask(
                "loop",
                Duration.ofNanos(1),
                () -> {
                    if (rounds.incrementAndGet() < 3) {
                        throw new OutOfMemoryError("planted");
                    }
                },
                System::nanoTime);
        loop.runUntilItReturns();
        assertThat(rounds).hasValue(3);
        assertThat(loop.failures()).isEqualTo(2);
    }
}
