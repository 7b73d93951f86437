package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.refreshToken;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of the revocations and status indexes of a store. */
public interface RevocationStoreContract extends StoreUnderTest {
    @Test
    default void assignsStatusIndexesOnce() throws Exception {
        Set<Long> taken = Collections.synchronizedSet(new HashSet<>());
        Store other = otherNode();
        Concurrently.run(Concurrently.THREADS, index -> {
            for (int i = 0; i < 25; i++) {
                taken.add((index % 2 == 0 ? store() : other).revocations().nextStatusIndexes(1));
            }
            return 0;
        });
        assertThat(taken).hasSize(Concurrently.THREADS * 25).allMatch(index -> index >= 0);
        assertThat(store().revocations().statusIndexes())
                .isEqualTo(other.revocations().statusIndexes())
                .isGreaterThan(Collections.max(taken));
    }

    @Test
    default void statusListContainsUnexpiredRevokedTokens() {
        store().commit(StoreChange.builder()
                .token(token("tok_1", null, null, 9).revoked(NOW))
                .token(token("tok_2", null, null, 5).revoked(NOW))
                .token(token("tok_3", null, null, 7))
                .build());
        assertThat(store().revocations().revokedStatusIndexes(NOW)).containsExactly(5L, 9L);
        assertThat(store().revocations().revokedStatusIndexes(NOW.plusSeconds(65)))
                .containsExactly(9L);
    }

    @Test
    default void returnsEveryEffectiveRevocation() {
        Revocation.OfCustomer customer = new Revocation.OfCustomer(ISSUER, "acme", NOW);
        Revocation.IssuedBefore before = new Revocation.IssuedBefore(ISSUER, NOW.minusSeconds(1), NOW);
        Revocation.OfFamily family = new Revocation.OfFamily(ISSUER, "fam_1", NOW);
        RevokedToken unknown = new RevokedToken(ISSUER, "tok_x", NOW.plusMillis(1));
        long generation = store().commit(StoreChange.builder()
                .revocation(customer)
                .revocation(before)
                .revocation(family)
                .revokedToken(unknown)
                .token(token("tok_1", null, null, 1).revoked(NOW))
                .build());
        var all = store().revocations().revoked(NOW);
        assertThat(all.generation()).isEqualTo(generation);
        assertThat(all.revocations()).contains(customer, before);
        assertThat(all.tokens())
                .containsExactlyInAnyOrder(unknown, new RevokedToken(ISSUER, "tok_1", NOW.plusSeconds(61)));
        assertThat(store().revocations().revoked(NOW.plusMillis(1)).tokens())
                .extracting(RevokedToken::tokenId)
                .containsExactly("tok_1");
        assertThat(store().revocations().isFamilyRevoked(ISSUER, "fam_1")).isTrue();
        assertThat(store().revocations().isFamilyRevoked("https://other", "fam_1"))
                .isFalse();
        assertThat(store().revocations().isFamilyRevoked(ISSUER, "acme")).isFalse();
        store().commit(StoreChange.builder()
                .revocation(customer)
                .revocation(family)
                .build());
        assertThat(store().revocations().isFamilyRevoked(ISSUER, "fam_1")).isTrue();
    }

    @Test
    default void familyStaysRevokedWhileTokensRemain() {
        store().commit(StoreChange.builder()
                .refreshToken(refreshToken("r1", "fam_1"))
                .revocation(new Revocation.OfFamily(ISSUER, "fam_1", NOW))
                .build());
        store().expire(NOW.plusSeconds(1800));
        assertThat(store().revocations().isFamilyRevoked(ISSUER, "fam_1")).isTrue();
        store().expire(NOW.plusSeconds(3601));
        assertThat(store().credentials().refreshToken("r1")).isEmpty();
        assertThat(store().revocations().isFamilyRevoked(ISSUER, "fam_1")).isFalse();
    }
}
