package io.github.licensing4j.core.credential;

import io.github.licensing4j.Health;
import io.github.licensing4j.core.schedule.Component;

/** Supplies the verification keys of one issuer. Safe for use by many threads; never waits for the network. */
public interface KeySource extends Component {

    /** The result of a look-up. */
    sealed interface Lookup {

        /** The key exists. */
        record Found(VerificationKey key) implements Lookup {}

        /** The issuer has no such key. */
        record Unknown() implements Lookup {}

        /** It is not known, because the keys could not be fetched. */
        record Unavailable() implements Lookup {}
    }

    /** Looks a key up by its kid. */
    Lookup find(String kid);

    /** Returns how current the keys are. */
    @Override
    Health.Component health();

    /**
     * Registers a listener that is called, on any thread, after keys have been replaced or removed. At most one
     * listener; set before use.
     */
    void onChange(Runnable listener);

    @Override
    void close();
}
