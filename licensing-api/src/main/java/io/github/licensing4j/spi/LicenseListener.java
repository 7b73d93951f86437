package io.github.licensing4j.spi;

import java.util.List;

/**
 * Receives events of licenses, each once on the node that stored it, after it was stored. An exception is logged and
 * dropped.
 */
public interface LicenseListener {

    /** Handles an event. Called on the thread that made the change, so it should return quickly. */
    void changed(LicenseEvent event);

    /** Returns a listener that does nothing. */
    static LicenseListener none() {
        return event -> {};
    }

    /** Returns a listener that calls several, in order. */
    static LicenseListener composite(List<LicenseListener> listeners) {
        List<LicenseListener> all = List.copyOf(listeners);
        return event -> all.forEach(listener -> listener.changed(event));
    }
}
