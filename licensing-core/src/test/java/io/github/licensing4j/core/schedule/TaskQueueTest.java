package io.github.licensing4j.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Component;
import io.github.licensing4j.Health.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests queues of background tasks that share one pool. */
@Tag("4.4.1")
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskQueueTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Component OWN = new Component("part", Status.UP, "fine");

    private final Schedule schedule = new Schedule();
    private final TaskQueue queue = schedule.queue("licensing-test");

    @AfterEach
    void close() {
        schedule.close();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                OutOfMemoryError.class,
                NoClassDefFoundError.class,
                StackOverflowError.class,
                IOException.class
            })
    void taskRunsAgainAfterEveryThrowable(Class<? extends Throwable> type) throws Exception {
        Throwable failure = type.getDeclaredConstructor().newInstance();
        CountDownLatch again = new CountDownLatch(3);
        queue.every(Duration.ofMillis(1), "do the work", () -> {
            again.countDown();
            TaskQueueTest.<RuntimeException>raise(failure);
        });
        await(again);
        assertThat(queue.with(OWN).status()).isEqualTo(Status.DEGRADED);
        assertThat(queue.with(OWN).detail()).startsWith("fine; cannot do the work");
        assertThat(queue.failures()).isGreaterThanOrEqualTo(2);
        assertThat(queue.finish(PATIENT)).isTrue();
        assertThat(queue.with(OWN)).as("closed").isEqualTo(OWN);
    }

    @Test
    void singleTaskThatFailsEndsNothing() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        assertThat(queue.once("do the work", () -> raise(new OutOfMemoryError("planted"))))
                .isTrue();
        queue.once("go on", later::countDown);
        await(later);
        queue.stop();
        assertThat(queue.once("go on", later::countDown)).isFalse();
        assertThat(queue.once(Duration.ofMillis(1), "go on", later::countDown)).isFalse();
    }

    @Test
    void tasksOfOneQueueNeverOverlap() throws Exception {
        AtomicInteger running = new AtomicInteger();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(200);
        for (int i = 0; i < 10; i++) {
            queue.every(Duration.ZERO, Duration.ofMillis(1), "work " + i, () -> {
                seen.add(running.incrementAndGet());
                assertThat(Thread.currentThread().getName()).isEqualTo("licensing-test");
                running.decrementAndGet();
                all.countDown();
            });
        }
        await(all);
        assertThat(queue.finish(PATIENT)).isTrue();
        assertThat(queue.failures()).isZero();
        assertThat(seen).containsOnly(1);
    }

    @Test
    void hangingQueueDelaysNoOther() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<TaskQueue> hanging = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            TaskQueue one = schedule.queue("hanging");
            one.once("hang", () -> {
                begun.countDown();
                release.await();
            });
            hanging.add(one);
        }
        await(begun);
        CountDownLatch ran = new CountDownLatch(5);
        queue.every(Duration.ofMillis(1), "work", ran::countDown);
        await(ran);
        release.countDown();
        assertThat(hanging).allMatch(one -> one.finish(PATIENT));
    }

    @Test
    void finishRunsWhatIsDue() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        queue.once("hold", () -> {
            begun.countDown();
            release.await();
        });
        await(begun);
        queue.once("first", ran::incrementAndGet);
        queue.once("second", ran::incrementAndGet);
        queue.once(Duration.ofHours(1), "much later", ran::incrementAndGet);
        release.countDown();
        assertThat(queue.finish(PATIENT)).isTrue();
        assertThat(ran).hasValue(2);
    }

    @Test
    void finishWaitsForTaskWithoutThread() throws Exception {
        int all = 64;
        CountDownLatch begun = new CountDownLatch(all);
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < all; i++) {
            schedule.queue("hanging").once("hang", () -> {
                begun.countDown();
                release.await();
            });
        }
        await(begun);
        AtomicInteger ran = new AtomicInteger();
        queue.once("work", ran::incrementAndGet);
        assertThat(ran).as("no thread is free").hasValue(0);
        release.countDown();
        assertThat(queue.finish(PATIENT)).isTrue();
        assertThat(ran).hasValue(1);
    }

    @Test
    void queueThatDoesNotFinishIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        queue.once("hang", () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        });
        await(begun);
        assertThat(queue.finish(Duration.ofMillis(1))).isFalse();
        await(interrupted);
    }

    @Test
    void interruptReachesNoOtherQueue() throws Exception {
        for (int i = 0; i < 100; i++) {
            TaskQueue stopped = schedule.queue("stopped");
            CountDownLatch begun = new CountDownLatch(1);
            stopped.once("work", begun::countDown);
            await(begun);
            stopped.stop();
            CountDownLatch ran = new CountDownLatch(1);
            queue.once("work", () -> {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                ran.countDown();
            });
            await(ran);
        }
    }

    @Test
    void closedScheduleRunsNothing() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        queue.every(Duration.ZERO, Duration.ofMillis(1), "work", ran::countDown);
        await(ran);
        schedule.close();
        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.once("work", ran::countDown)).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("licensing-"))
                .allMatch(Thread::isDaemon);
    }
}
