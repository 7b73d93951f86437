package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ACTIVE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.entry;
import static io.github.licensing4j.tck.SampleRecords.key;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleRecords.message;
import static io.github.licensing4j.tck.SampleRecords.refreshToken;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of changes of a store: all or nothing, one after another, until they expire. */
public interface StoreChangeContract extends StoreUnderTest {
    @Test
    default void conflictRollsBackWholeChange() {
        store().commit(everything("before").build());
        long generation = store().feed().generation();
        IdempotencyRecord repeated = new IdempotencyRecord("replay_before", "f", "r", NOW, NOW.plusSeconds(5));
        List<StoreChangeBuilder> conflicting = List.of(
                everything("x").license(license("lic_before"), ACTIVE),
                everything("x").key(key("key_before", "lic_1", "other")),
                everything("x").refreshToken(refreshToken("r_before", "fam_before")),
                everything("x").uniqueKey("mark_before"),
                everything("x").idempotencyRecord(repeated),
                everything("x").audit(List.of(entry("before", 1, null))));
        List<Kind> kinds =
                List.of(Kind.LICENSE, Kind.KEY, Kind.REFRESH_TOKEN, Kind.UNIQUE_KEY, Kind.IDEMPOTENCY_KEY, Kind.AUDIT);
        for (int i = 0; i < kinds.size(); i++) {
            assertConflict(conflicting.get(i).build(), kinds.get(i));
        }
        assertThat(store().feed().generation()).isEqualTo(generation);
        assertThat(store().licenses().find(new LicenseId(ISSUER, "lic_x"))).isEmpty();
        assertThat(store().credentials().keyByHash("h_x")).isEmpty();
        assertThat(store().credentials().token(ISSUER, "tok_x")).isEmpty();
        assertThat(store().credentials().refreshToken("r_x")).isEmpty();
        assertThat(store().requests().find("replay_x", NOW)).isEmpty();
        assertThat(store().revocations().isFamilyRevoked(ISSUER, "fam_x")).isFalse();
        assertThat(store().audit().chains()).containsExactly("before");
        assertThat(store().outbox().waiting()).isEqualTo(1);
        store().commit(everything("x").build());
        assertThat(store().licenses().find(new LicenseId(ISSUER, "lic_x"))).isPresent();
    }

    private void assertConflict(StoreChange change, Kind kind) {
        assertThatThrownBy(() -> store().commit(change))
                .isInstanceOfSatisfying(
                        StoreConflictException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    default void serializesConcurrentChanges() throws Exception {
        Store other = otherNode();
        store().commit(change(license("lic_hot")));
        AtomicInteger won = new AtomicInteger();
        Concurrently.run(Concurrently.THREADS, index -> {
            Store mine = index % 2 == 0 ? store() : other;
            for (int i = 0; i < 20; i++) {
                won.addAndGet(editsHotLicense(mine, "lic_" + index + "_" + i) ? 1 : 0);
            }
            return 0;
        });
        assertThat(store().feed().generation()).isEqualTo(1 + won.get());
        assertThat(store().licenses()
                        .find(new LicenseId(ISSUER, "lic_hot"))
                        .orElseThrow()
                        .revision())
                .isEqualTo(1 + won.get());
        List<StoreEvent> feed = store().feed().since(1, 1_000_000);
        assertThat(feed).hasSize(2 * won.get());
        for (int i = 0; i < feed.size(); i++) {
            assertThat(feed.get(i).generation()).isEqualTo(2 + i / 2);
        }
    }

    /** Edits one license and adds another; returns false if an earlier change conflicts. */
    private static boolean editsHotLicense(Store node, String added) {
        LicenseRecord hot =
                node.licenses().find(new LicenseId(ISSUER, "lic_hot")).orElseThrow();
        StoreChange change = StoreChange.builder()
                .license(hot.edit(NOW).done(), ACTIVE)
                .license(license(added), ACTIVE)
                .build();
        try {
            node.commit(change);
            return true;
        } catch (StoreConflictException e) {
            assertThat(e.kind()).isEqualTo(Kind.LICENSE);
            return false;
        }
    }

    @Test
    default void removesOnlyExpiredRecords() {
        store().commit(everything("x")
                .token(token("tok_gone", null, null, 1).revoked(NOW))
                .build());
        store().commit(change(license("lic_1")));
        store().expire(NOW.plusSeconds(61));
        assertThat(store().credentials().token(ISSUER, "tok_gone")).isPresent();
        store().expire(NOW.plusSeconds(61).plusMillis(1));
        assertThat(store().credentials().token(ISSUER, "tok_gone")).isEmpty();
        assertThat(store().credentials().token(ISSUER, "tok_x")).isPresent();
        assertThat(store().credentials().refreshToken("r_x")).isPresent();
        store().expire(NOW.plus(Duration.ofDays(400)));
        assertThat(store().credentials().token(ISSUER, "tok_x")).isEmpty();
        assertThat(store().credentials().refreshToken("r_x")).isEmpty();
        assertThat(store().revocations().revoked(NOW).tokens()).isEmpty();
        assertThat(store().revocations().revoked(NOW).revocations())
                .contains(new Revocation.OfCustomer(ISSUER, "c_x", NOW));
        assertThat(store().requests().find("replay_x", NOW)).isEmpty();
        assertThat(store().licenses().find(new LicenseId(ISSUER, "lic_x"))).isPresent();
        assertThat(store().credentials().keyByHash("h_x")).isPresent();
        assertThat(store().audit().chains()).containsExactly("x");
        assertThat(store().outbox().waiting()).isEqualTo(1);
        assertThat(store().feed().since(0, 10)).isNotEmpty();
        assertConflict(StoreChange.builder().uniqueKey("mark_x").build(), Kind.UNIQUE_KEY, "mark_x");
    }

    private StoreChangeBuilder everything(String name) {
        return StoreChange.builder()
                .license(license("lic_" + name), ACTIVE)
                .key(key("key_" + name, "lic_" + name, "h_" + name))
                .token(token("tok_" + name, null, null, 100))
                .refreshToken(refreshToken("r_" + name, "fam_" + name))
                .revocation(new Revocation.OfFamily(ISSUER, "fam_" + name, NOW))
                .revocation(new Revocation.OfCustomer(ISSUER, "c_" + name, NOW))
                .revokedToken(new RevokedToken(ISSUER, "unknown_" + name, NOW.plusSeconds(100)))
                .uniqueKey("mark_" + name)
                .audit(List.of(entry(name, 1, null)))
                .message(message("m_" + name, NOW))
                .idempotencyRecord(new IdempotencyRecord("replay_" + name, "f", "r", NOW, NOW.plusSeconds(100)));
    }
}
