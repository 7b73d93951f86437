package io.github.licensing4j;

import java.util.Comparator;
import java.util.List;

/**
 * What works and what does not.
 *
 * @param components each part that can fail by itself
 */
public record Health(List<Component> components) {
    public Health {
        components = List.copyOf(components);
    }

    /** The worst status of all components. */
    public Status status() {
        return components.stream()
                .map(Component::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.UP);
    }

    /**
     * One part.
     *
     * @param name such as {@code catalog}, {@code keys}, {@code clock}, {@code limits}
     * @param status how it is
     * @param detail a sentence for operators, without secrets
     */
    public record Component(String name, Status status, String detail) {}

    /** How a part is, from best to worst. */
    public enum Status {
        /** As it should be. */
        UP,
        /** Calls are still decided, on older or partial knowledge. */
        DEGRADED,
        /** Calls are refused for reasons of our own. */
        DOWN
    }
}
