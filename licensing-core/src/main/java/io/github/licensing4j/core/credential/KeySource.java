package io.github.licensing4j.core.credential;

import io.github.licensing4j.Health;

/** Where the verification keys of one issuer come from. Safe for use by many threads; never waits for the network. */
public interface KeySource extends AutoCloseable {

    /** What is known of a key. */
    sealed interface Lookup {

        /** It is there. */
        record Found(VerificationKey key) implements Lookup {}

        /** The issuer has no such key. */
        record Unknown() implements Lookup {}

        /** Nobody can say, because the keys could not be fetched. */
        record Unavailable() implements Lookup {}
    }

    /** Looks a key up by its kid. */
    Lookup find(String kid);

    /** How fresh the keys are. */
    Health.Component health();

    /** Calls back, on any thread, after keys have been replaced or removed. At most one listener; set before use. */
    void onChange(Runnable listener);

    @Override
    void close();
}
