package io.github.licensing4j.core.schedule;

import io.github.licensing4j.Health;
import io.github.licensing4j.OutageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the components of an engine in the order in which they were added, and closes them in reverse. A component is added
 * after those that it needs until its end. Components are added by one thread; any thread may read the health.
 */
public final class Lifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Schedule schedule;
    private final List<Component> components = new ArrayList<>();
    private final List<Supplier<List<Health.Component>>> health = new ArrayList<>();

    /** @param schedule runs the background tasks of the components, and is closed after them */
    public Lifecycle(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Adds a component. */
    public void add(Component component) {
        components.add(component);
        report(() -> List.of(component.health()));
    }

    /** Adds health that is reported apart from that of components. */
    public void report(Supplier<List<Health.Component>> further) {
        health.add(further);
    }

    /** Starts every component. */
    public void start() {
        components.forEach(Component::start);
    }

    /** Returns the current health of everything that was added, in that order. */
    public Health health() {
        return new Health(health.stream().flatMap(part -> part.get().stream()).toList());
    }

    /** Returns the states of the stores that components depend on. */
    public List<OutageStatus> outages() {
        return components.stream()
                .flatMap(component -> component.outages().stream())
                .toList();
    }

    /** Closes every component, whatever becomes of the others. */
    @Override
    public void close() {
        for (int i = components.size() - 1; i >= 0; i--) {
            close(components.get(i));
        }
        schedule.close();
    }

    private static void close(Component component) {
        try {
            component.close();
        } catch (RuntimeException e) {
            log.error(
                    "Closing {} failed; the rest is closed all the same",
                    component.getClass().getSimpleName(),
                    e);
        }
    }
}
