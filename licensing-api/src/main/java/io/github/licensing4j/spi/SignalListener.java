package io.github.licensing4j.spi;

import io.github.licensing4j.Signal;
import java.util.List;

/**
 * Receives signals, on the node that has found them, after they were stored: when a signal begins, when its severity rises, and when it
 * ends. Muted signals are not delivered. An exception is logged and dropped.
 */
public interface SignalListener {

    /** Handles a signal. Called on a background thread; the next signals wait until it returns. */
    void changed(Signal signal);

    /** Returns a listener that calls several, in order. */
    static SignalListener composite(List<SignalListener> listeners) {
        List<SignalListener> all = List.copyOf(listeners);
        return signal -> all.forEach(listener -> listener.changed(signal));
    }
}
