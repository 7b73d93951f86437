package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TestKeys.published;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.nimbusds.jose.jwk.JWK;
import io.github.licensing4j.core.credential.KeySource.Lookup;
import io.github.licensing4j.core.credential.RemoteKeys.Timing;
import io.github.licensing4j.core.schedule.Schedule;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A server that publishes keys, and how tests fetch them. */
abstract class PublishedKeysFixture {
    static final Duration NEVER = Duration.ofHours(1);
    static final Duration SOON = Duration.ofMillis(10);
    static final Duration PATIENT = Duration.ofSeconds(5);
    /** Fetches again by itself, and never because of an unknown kid more than once. */
    static final Timing REFRESHING = new Timing(PATIENT, SOON, NEVER);
    /** Fetches because of unknown kids alone. */
    static final Timing ON_LOOK_UP = new Timing(PATIENT, NEVER, NEVER);

    final Schedule schedule = new Schedule();
    final JWK first = TestKeys.fresh();
    final JWK second = TestKeys.of(JwsAlgorithm.ES256);
    final KeyServer server = KeyServer.publishing(published(first));

    PublishedKeysFixture() throws IOException {}

    @AfterEach
    void stopServer() {
        server.close();
    }

    static void until(BooleanSupplier condition) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    static boolean has(RemoteKeys keys, JWK key) {
        return keys.find(key.getKeyID()) instanceof Lookup.Found;
    }
}
