package io.github.licensing4j;

import java.util.Comparator;
import java.util.List;

/**
 * The health of the engine.
 *
 * @param components each part that can fail by itself
 */
public record Health(List<Component> components) {
    public Health {
        components = List.copyOf(components);
    }

    /** Returns the worst status of all components. */
    public Status status() {
        return components.stream()
                .map(Component::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.UP);
    }

    /** The health of one component.
     *
     * @param name such as {@code catalog}, {@code keys}, {@code clock}, {@code limits}
     * @param status its status
     * @param detail a sentence for operators, without secrets
     */
    public record Component(String name, Status status, String detail) {}

    /** The status of a component, from best to worst. */
    public enum Status {
        /** Works as configured. */
        UP,
        /** Calls are still decided, on older or partial data. */
        DEGRADED,
        /** Calls are refused because of an internal fault. */
        DOWN
    }
}
