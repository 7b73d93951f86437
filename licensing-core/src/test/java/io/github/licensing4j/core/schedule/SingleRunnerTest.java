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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests that of two nodes one runs a task at a time. */
class SingleRunnerTest {
    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final TaskLeases leases = new InMemoryTaskLeases(clock);
    private final List<Runnable> extensions = new ArrayList<>();
    private final SingleRunner first = runner(leases, "a");
    private final SingleRunner second = runner(leases, "b");
    private final List<String> ran = new ArrayList<>();

    private SingleRunner runner(TaskLeases leases, String holder) {
        return new SingleRunner(
                leases,
                holder,
                (interval, extension) -> {
                    extensions.add(extension);
                    return CompletableFuture.completedFuture(null);
                },
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    /** Is paused for as long as the lease is valid, while a second node runs the task, and goes on then. */
    private void pauseAndSend(TaskPermit permit) throws InterruptedException {
        clock.advance(HeldLease.VALID);
        second.only("export", other -> {
                    other.check();
                    ran.add("b");
                })
                .run();
        permit.check();
        ran.add("a");
    }

    @Test
    void stopsAfterPauseBeyondLease() throws Exception {
        first.only("export", this::pauseAndSend).run();
        assertThat(ran).containsExactly("b");
        first.only("export", permit -> ran.add("a")).run();
        assertThat(ran).as("its next run").containsExactly("b", "a");
    }

    @Test
    void stopsWhenNoticedTooLate() throws Exception {
        first.only("export", permit -> {
                    clock.advance(HeldLease.VALID);
                    permit.check();
                    ran.add("a");
                })
                .run();
        assertThat(ran).as("no other node took the lease, but one could have").isEmpty();
    }

    @Test
    void extendsLeaseOfLongRun() throws Exception {
        first.only("export", permit -> {
                    for (int i = 0; i < 10; i++) {
                        clock.advance(HeldLease.EXTENDED_AFTER);
                        extensions.get(0).run();
                        second.only("export", other -> ran.add("b")).run();
                    }
                    permit.check();
                    ran.add("a");
                })
                .run();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void extendsLeaseAtItsChecks() throws Exception {
        first.only("export", permit -> {
                    for (int i = 0; i < 10; i++) {
                        clock.advance(HeldLease.EXTENDED_AFTER);
                        permit.check();
                        second.only("export", other -> ran.add("b")).run();
                    }
                    ran.add("a");
                })
                .run();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void skipsWhatAnotherNodeRuns() throws Exception {
        Work other = second.only("export", permit -> ran.add("b"));
        first.only("export", permit -> {
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
        Work work = first.only("export", permit -> ran.add("a"));
        work.run();
        assertThat(ran).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        work.run();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void releasesAfterAFailure() throws Exception {
        Work failing = first.only("export", permit -> {
            throw new IllegalStateException("planted");
        });
        assertThatThrownBy(failing::run).hasMessage("planted");
        second.only("export", permit -> ran.add("b")).run();
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
        Work failing = runner(breaking, "a").only("export", permit -> {
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
        Work work = runner(unavailable, "a").only("export", permit -> ran.add("a"));
        assertThatThrownBy(work::run).isInstanceOf(StoreException.class);
        assertThat(ran).isEmpty();
    }
}
