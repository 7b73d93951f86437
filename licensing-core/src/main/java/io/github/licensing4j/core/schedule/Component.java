package io.github.licensing4j.core.schedule;

import io.github.licensing4j.Health;
import io.github.licensing4j.OutageStatus;
import java.util.List;

/** A part of an engine with work in the background, or with something to close. */
public interface Component extends AutoCloseable {

    /** Starts the work in the background. Called once, after all components are built. Default: there is none. */
    default void start() {}

    /** Returns the current health. Never waits. */
    Health.Component health();

    /** Returns the states of the stores that the component depends on. Never waits. Default: there are none. */
    default List<OutageStatus> outages() {
        return List.of();
    }

    /** Ends the work in the background and releases what the component holds. Later calls do nothing. */
    @Override
    void close();
}
