package io.github.licensing4j.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.core.schedule.GuardedTask.Work;
import io.github.licensing4j.core.store.memory.InMemoryTaskLeases;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that of two nodes one runs a task at a time. */
class SingleRunnerTest {
    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final TaskLeases leases = new InMemoryTaskLeases(clock);
    private final SingleRunner first = new SingleRunner(leases, "a");
    private final SingleRunner second = new SingleRunner(leases, "b");
    private final List<String> ran = new ArrayList<>();

    @Test
    void skipsWhatAnotherNodeRuns() throws Exception {
        Work other = second.only("export", () -> ran.add("b"));
        first.only("export", () -> {
                    ran.add("a");
                    other.run();
                })
                .run();
        assertThat(ran).containsExactly("a");
        other.run();
        assertThat(ran).as("once the first is done").containsExactly("a", "b");
    }

    @Test
    void resumesAfterTheHolderDied() throws Exception {
        assertThat(leases.hold("export", "dead", Duration.ofMinutes(1))).isPresent();
        Work work = first.only("export", () -> ran.add("a"));
        work.run();
        assertThat(ran).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        work.run();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void releasesAfterAFailure() throws Exception {
        Work failing = first.only("export", () -> {
            throw new IllegalStateException("planted");
        });
        assertThatThrownBy(failing::run).hasMessage("planted");
        second.only("export", () -> ran.add("b")).run();
        assertThat(ran).containsExactly("b");
    }

    @Test
    void reportsTheFailureOfTheWork() {
        TaskLeases breaking = new TaskLeases() {
            @Override
            public Optional<TaskLease> hold(String task, String holder, Duration validFor) {
                return leases.hold(task, holder, validFor);
            }

            @Override
            public void release(TaskLease lease) {
                throw new StoreException("cut", new IllegalStateException("cut"));
            }
        };
        Work failing = new SingleRunner(breaking, "a").only("export", () -> {
            throw new IllegalStateException("planted");
        });
        assertThatThrownBy(failing::run).hasMessage("planted");
    }

    @Test
    void runsNothingWhileLeasesAreUnavailable() {
        TaskLeases unavailable = new TaskLeases() {
            @Override
            public Optional<TaskLease> hold(String task, String holder, Duration validFor) {
                throw new StoreException("planted", new IllegalStateException("cut"));
            }

            @Override
            public void release(TaskLease lease) {
                throw new AssertionError("nothing was held");
            }
        };
        Work work = new SingleRunner(unavailable, "a").only("export", () -> ran.add("a"));
        assertThatThrownBy(work::run).isInstanceOf(StoreException.class);
        assertThat(ran).isEmpty();
    }
}
