package io.github.licensing4j.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the order in which components start and close. */
class LifecycleTest {
    private final List<String> events = new ArrayList<>();
    private final Schedule schedule = new Schedule();
    private final Lifecycle lifecycle = new Lifecycle(schedule);

    private final class Part implements Component {
        private final String name;
        private final boolean fails;

        Part(String name, boolean fails) {
            this.name = name;
            this.fails = fails;
        }

        @Override
        public void start() {
            events.add("start " + name);
        }

        @Override
        public Health.Component health() {
            return new Health.Component(name, Status.UP, "fine");
        }

        @Override
        public void close() {
            events.add("close " + name + (schedule.queue("any").once("work", () -> {}) ? "" : " too late"));
            if (fails) {
                throw new IllegalStateException("planted");
            }
        }
    }

    @Test
    void startsInOrderAndClosesInReverse() {
        lifecycle.add(new Part("first", false));
        lifecycle.add(new Part("second", true));
        lifecycle.report(() -> List.of(new Health.Component("between", Status.UP, "fine")));
        lifecycle.add(new Part("third", false));
        lifecycle.start();
        assertThat(lifecycle.health().components())
                .extracting(Health.Component::name)
                .containsExactly("first", "second", "between", "third");
        lifecycle.close();
        assertThat(events)
                .containsExactly(
                        "start first", "start second", "start third", "close third", "close second", "close first");
    }

    @Test
    void closesTheScheduleLast() {
        TaskQueue queue = schedule.queue("licensing-test");
        lifecycle.close();
        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.once("work", () -> {})).isFalse();
    }
}
