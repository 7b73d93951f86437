package io.github.licensing4j.core.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Idempotency keys are separate for each issuer and actor, and expire. */
class IdempotencyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AdminContext ANN = new AdminContext("ann", null, new AdminContext.Request("k", "print"));

    private final Store store = new InMemoryStore();
    private final Idempotency here = new Idempotency("https://one.example", store.requests());

    @Test
    void separatesKeysByIssuerAndActor() {
        store.commit(StoreChange.builder()
                .idempotencyRecord(here.of(ANN, "lic_1", NOW))
                .build());
        assertThat(here.earlierResult(ANN, NOW)).contains("lic_1");
        assertThat(here.earlierResult(new AdminContext("bob", null, new AdminContext.Request("k", "print")), NOW))
                .isEmpty();
        assertThat(new Idempotency("https://two.example", store.requests()).earlierResult(ANN, NOW))
                .isEmpty();
    }

    @Test
    void keyExpiresAfterDay() {
        store.commit(StoreChange.builder()
                .idempotencyRecord(here.of(ANN, "lic_1", NOW))
                .build());
        assertThat(here.earlierResult(ANN, NOW.plus(Duration.ofHours(24)).minusMillis(1)))
                .contains("lic_1");
        assertThat(here.earlierResult(ANN, NOW.plus(Duration.ofHours(24)))).isEmpty();
    }
}
