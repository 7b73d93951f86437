package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.entry;
import static io.github.licensing4j.tck.SampleRecords.key;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.TokenRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of the feed of changes of a store. */
public interface ChangeFeedContract extends StoreUnderTest {
    @Test
    default void feedContainsEachKindOfChange() {
        ApiKeyRecord key = key("key_1", "lic_1", "h1");
        TokenRecord token = token("tok_1", null, null, 1);
        assertThat(store().feed().generation()).isZero();
        assertThat(store().commit(change(license("lic_1")))).isEqualTo(1);
        assertThat(store().commit(StoreChange.builder().key(key).build())).isEqualTo(2);
        assertThat(store().commit(StoreChange.builder().token(token).build())).isEqualTo(2);
        StoreChange revoking = StoreChange.builder().token(token.revoked(NOW)).build();
        assertThat(store().commit(revoking)).isEqualTo(3);
        store().commit(StoreChange.builder()
                .revokedToken(new RevokedToken(ISSUER, "tok_x", NOW.plusMillis(5)))
                .revocation(new Revocation.OfFamily(ISSUER, "fam_1", NOW))
                .build());
        store().commit(StoreChange.builder()
                .revocation(new Revocation.OfCustomer(ISSUER, "acme", NOW))
                .revocation(new Revocation.IssuedBefore(ISSUER, NOW.plusMillis(6), NOW))
                .build());
        assertThat(store().commit(StoreChange.builder()
                        .revocation(new Revocation.OfFamily(ISSUER, "fam_2", NOW))
                        .build()))
                .isEqualTo(5);
        assertThat(store().feed().since(0, 100))
                .containsExactlyInAnyOrder(
                        new StoreEvent(1, StoreEvent.Kind.LICENSE, ISSUER, "lic_1", null),
                        new StoreEvent(2, StoreEvent.Kind.KEY, ISSUER, "h1", null),
                        new StoreEvent(3, StoreEvent.Kind.REVOKED_TOKEN, ISSUER, "tok_1", token.expiresAt()),
                        new StoreEvent(4, StoreEvent.Kind.REVOKED_TOKEN, ISSUER, "tok_x", NOW.plusMillis(5)),
                        new StoreEvent(5, StoreEvent.Kind.REVOKED_CUSTOMER, ISSUER, "acme", null),
                        new StoreEvent(5, StoreEvent.Kind.ISSUED_BEFORE, ISSUER, "", NOW.plusMillis(6)));
        assertThat(store().feed().since(5, 100)).isEmpty();
        assertThat(store().feed().since(99, 100)).isEmpty();
    }

    @Test
    default void feedReturnsWholeChanges() {
        store().commit(change(license("lic_1"), license("lic_2"), license("lic_3")));
        store().commit(change(license("lic_4"), license("lic_5")));
        assertThat(store().feed().since(0, 1)).hasSize(3);
        assertThat(store().feed().since(0, 3)).hasSize(3);
        assertThat(store().feed().since(0, 4)).hasSize(5);
        assertThat(store().feed().since(1, 1)).hasSize(2);
    }

    @Test
    default void notifiesListenerAfterChange() {
        List<Long> generations = new ArrayList<>();
        store().feed().onChange(() -> generations.add(store().feed().generation()));
        store().commit(change(license("lic_1")));
        assertThat(generations).isIn(List.of(1L), List.of());
    }

    @Test
    default void otherNodeReadsFeed() {
        Store other = otherNode();
        assertThat(other.feed().generation()).isZero();
        store().commit(change(license("lic_1")));
        assertThat(other.feed().generation()).isEqualTo(1);
        assertThat(other.feed().since(0, 10)).extracting(StoreEvent::id).containsExactly("lic_1");
        assertThat(other.licenses().find(new LicenseId(ISSUER, "lic_1"))).isPresent();
        other.commit(change(license("lic_1").edit(NOW).done()));
        assertThat(store().feed().since(1, 10))
                .extracting(StoreEvent::generation)
                .containsExactly(2L);
        assertConflict(change(license("lic_1").edit(NOW).done()), Kind.LICENSE, "lic_1");
    }

    @Test
    default void feedReaderMissesNoChange() throws Exception {
        Store other = otherNode();
        Set<String> seen = new HashSet<>();
        Concurrently.run(Concurrently.THREADS, index -> {
            if (index > 0) {
                for (int i = 0; i < 20; i++) {
                    store().commit(change(license("lic_" + index + "_a" + i), license("lic_" + index + "_b" + i)));
                }
                return 0;
            }
            long generation = 0;
            while (generation < 20 * (Concurrently.THREADS - 1)) {
                for (StoreEvent entry : other.feed().since(generation, 7)) {
                    assertThat(entry.generation()).isBetween(generation, generation + 1);
                    generation = entry.generation();
                    seen.add(entry.id());
                }
            }
            return 0;
        });
        assertThat(seen).hasSize(2 * 20 * (Concurrently.THREADS - 1));
    }

    @Test
    default void feedKeepsLatestWholeChanges() {
        for (int change = 1; change <= 102; change++) {
            StoreChangeBuilder tokens = StoreChange.builder();
            for (int i = 0; i < (change == 1 ? 300 : 999); i++) {
                tokens.revokedToken(new RevokedToken(ISSUER, "tok_" + change + "_" + i, NOW));
            }
            store().commit(tokens.build());
        }
        store().expire(NOW);
        List<StoreEvent> feed = store().feed().since(0, 1_000_000);
        assertThat(feed).hasSize(100 * 999);
        assertThat(feed.get(0).generation()).isEqualTo(3);
        assertThat(store().feed().since(2, 10)).hasSize(999);
        assertThat(store().feed().since(101, 10)).hasSize(999);
        assertThat(store().feed().generation()).isEqualTo(102);
        store().expire(NOW);
        assertThat(store().feed().since(0, 1_000_000)).hasSize(100 * 999);
    }
}
