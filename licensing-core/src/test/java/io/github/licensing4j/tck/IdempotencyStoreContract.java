package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import org.junit.jupiter.api.Test;

/** The contract of the unique names and the results of repeated requests of a store. */
public interface IdempotencyStoreContract extends StoreUnderTest {
    @Test
    default void storesUniqueKeyOnce() {
        store().commit(StoreChange.builder().uniqueKey("trial:acme").build());
        assertConflict(StoreChange.builder().uniqueKey("trial:acme").build(), Kind.UNIQUE_KEY, "trial:acme");
        store().commit(StoreChange.builder().uniqueKey("trial:acm").build());
        assertThat(store().feed().generation()).isZero();
    }

    @Test
    default void keepsIdempotencyRecordUntilExpiry() {
        IdempotencyRecord answer = new IdempotencyRecord("k", "f1", "lic_1", NOW, NOW.plusSeconds(10));
        store().commit(StoreChange.builder().idempotencyRecord(answer).build());
        assertThat(store().requests().find("k", NOW.plusMillis(9_999))).contains(answer);
        assertThat(store().requests().find("k", NOW.plusSeconds(10))).isEmpty();
        assertThat(store().requests().find("j", NOW)).isEmpty();
        IdempotencyRecord early = new IdempotencyRecord("k", "f2", "lic_2", NOW.plusMillis(9_999), NOW.plusSeconds(90));
        assertConflict(StoreChange.builder().idempotencyRecord(early).build(), Kind.IDEMPOTENCY_KEY, "k");
        IdempotencyRecord late = new IdempotencyRecord("k", "f2", "lic_2", NOW.plusSeconds(10), NOW.plusSeconds(90));
        store().commit(StoreChange.builder().idempotencyRecord(late).build());
        assertThat(store().requests().find("k", NOW.plusSeconds(10))).contains(late);
    }
}
