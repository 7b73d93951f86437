package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of task leases, with two nodes. */
public abstract class TaskLeasesContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    protected final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private TaskLeases first;
    private TaskLeases second;

    /** Opens the leases of a node; those of all nodes are the same, and their time is that of the clock. */
    protected abstract TaskLeases node();

    @BeforeEach
    void open() {
        first = node();
        second = node();
    }

    private TaskLease held(TaskLeases leases, String task, String holder) {
        return leases.hold(task, holder, MINUTE).orElseThrow();
    }

    @Test
    void grantsTaskToOneNode() {
        TaskLease lease = held(first, "export", "a");
        assertThat(lease.until()).isEqualTo(clock.instant().plus(MINUTE));
        assertThat(second.hold("export", "b", MINUTE)).isEmpty();
        assertThat(second.hold("webhooks", "b", MINUTE)).isPresent();
    }

    @Test
    void holderExtendsItsLease() {
        TaskLease lease = held(first, "export", "a");
        clock.advance(Duration.ofSeconds(59));
        assertThat(held(first, "export", "a").term()).isEqualTo(lease.term());
        clock.advance(Duration.ofSeconds(59));
        assertThat(second.hold("export", "b", MINUTE)).isEmpty();
    }

    @Test
    void anotherNodeTakesOverAtTheEnd() {
        TaskLease lease = held(first, "export", "a");
        clock.advance(MINUTE.minusMillis(1));
        assertThat(second.hold("export", "b", MINUTE)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(held(second, "export", "b").term()).isGreaterThan(lease.term());
        assertThat(first.hold("export", "a", MINUTE)).as("the former holder").isEmpty();
    }

    @Test
    void releasedLeaseIsFree() {
        first.release(held(first, "export", "a"));
        assertThat(second.hold("export", "b", MINUTE)).isPresent();
    }

    @Test
    void lateReleaseEndsNoOtherLease() {
        TaskLease lease = held(first, "export", "a");
        clock.advance(MINUTE);
        TaskLease next = held(second, "export", "b");
        first.release(lease);
        assertThat(first.hold("export", "a", MINUTE)).isEmpty();
        assertThat(next.term()).isGreaterThan(lease.term());
    }

    @Test
    void termNeverFalls() {
        long term = 0;
        for (int i = 0; i < 10; i++) {
            TaskLease lease = held(i % 2 == 0 ? first : second, "export", i % 2 == 0 ? "a" : "b");
            assertThat(lease.term()).isGreaterThan(term);
            term = lease.term();
            first.release(lease);
        }
    }

    @Test
    void racingNodesGetOneLease() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 50; round++) {
                String task = "task " + round;
                List<Callable<Optional<TaskLease>>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String holder = "node " + i;
                    TaskLeases leases = i % 2 == 0 ? first : second;
                    calls.add(() -> leases.hold(task, holder, MINUTE));
                }
                int granted = 0;
                for (Future<Optional<TaskLease>> call : threads.invokeAll(calls)) {
                    granted += call.get().isPresent() ? 1 : 0;
                }
                assertThat(granted).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
    }
}
