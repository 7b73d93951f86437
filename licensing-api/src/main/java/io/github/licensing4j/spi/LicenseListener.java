package io.github.licensing4j.spi;

import java.util.List;

/**
 * Hears what happens to licenses, each event once on the node that stored it, after it was stored. What it throws is logged
 * and dropped.
 */
public interface LicenseListener {

    /** Something happened. Called on the thread that did it; keep it short. */
    void changed(LicenseEvent event);

    /** Hears nothing. */
    static LicenseListener none() {
        return event -> {};
    }

    /** Passes everything on to each of several, in order. */
    static LicenseListener composite(List<LicenseListener> listeners) {
        List<LicenseListener> all = List.copyOf(listeners);
        return event -> all.forEach(listener -> listener.changed(event));
    }
}
