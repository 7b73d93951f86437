package io.github.licensing4j.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes announce changes of the license store to each other. */
class RedisChangesTest {
    private final RedisProcess redis = RedisProcess.start();
    private final RedisLimits one = RedisLimits.connect(redis.uri(), RedisOptions.defaults());
    private final RedisLimits two = RedisLimits.connect(redis.uri(), RedisOptions.defaults());
    private final Semaphore atOne = new Semaphore(0);
    private final Semaphore atTwo = new Semaphore(0);

    @BeforeEach
    void listen() throws Exception {
        one.onChange(atOne::release);
        two.onChange(atTwo::release);
        awaitSubscriptions();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void pushesChangesToOtherNodes() throws Exception {
        one.announce(5);
        assertThat(atTwo.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        // The announcing node has the change already, and the other one does not announce it again.
        two.announce(5);
        two.announce(6);
        assertThat(atOne.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        assertThat(atOne.availablePermits()).isZero();
    }

    @Test
    void subscribesAgainAfterAnOutage() throws Exception {
        redis.stop();
        await(() -> !two.health().detail().contains("are pushed"));
        assertThat(two.health().detail()).contains("polled");
        redis.startEmpty();
        awaitSubscriptions();
        one.announce(7);
        assertThat(atTwo.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
    }

    /** Each subscription calls its listener once, for what may have been missed. */
    private void awaitSubscriptions() throws InterruptedException {
        assertThat(atOne.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(atTwo.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
