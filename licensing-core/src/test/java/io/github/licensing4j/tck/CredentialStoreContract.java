package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.key;
import static io.github.licensing4j.tck.SampleRecords.refreshToken;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ApiKeyRecord.History;
import io.github.licensing4j.spi.ApiKeyRecord.Label;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of the API keys and tokens of a store. */
public interface CredentialStoreContract extends StoreUnderTest {
    @Test
    default void readsStoredKey() {
        ApiKeyRecord full = new ApiKeyRecord(
                "key_1",
                new LicenseId(ISSUER, "lic_1"),
                1,
                "h1",
                new Label("lk_live_…abcd", "the \"first\""),
                new Restrictions(
                        Set.of("b", "a"),
                        new CallerBindings(
                                List.of("10.0.0.0/8", "::1"), Set.of("d1"), Set.of("u1", "u2"), Set.of("o2", "o1"))),
                NOW.plusMillis(1),
                null,
                History.of(NOW, new KeyOrigin("key_0", "fam_0", "tok_0", NOW.minusMillis(1))));
        store().commit(StoreChange.builder().key(full).build());
        assertThat(store().credentials().keyByHash("h1")).contains(full);
        assertThat(store().credentials().key(ISSUER, "key_1")).contains(full);
        assertThat(store().credentials().key("https://other", "key_1")).isEmpty();
        ApiKeyRecord over = full.ending(NOW, NOW.plusMillis(2), "key_2");
        store().commit(StoreChange.builder().key(over).build());
        assertThat(store().credentials().keyByHash("h1")).contains(over);
        assertConflict(StoreChange.builder().key(over).build(), Kind.KEY, "key_1");
        assertThat(store().credentials().keyByHash("h2")).isEmpty();
    }

    @Test
    @Tag("4.2.1")
    default void findsKeysMadeWithACredential() {
        ApiKeyRecord plain = key("key_1", "lic_1", "h1");
        store().commit(StoreChange.builder()
                .key(plain)
                .key(made("key_2", new KeyOrigin("key_1", null, null, null)))
                .key(made("key_3", new KeyOrigin("key_1", "fam_1", "tok_1", NOW)))
                .key(made("key_4", new KeyOrigin(null, null, "tok_2", NOW.plusMillis(1))))
                .build());
        assertThat(store().credentials().keysMadeWith(ISSUER, "key_1"))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_2", "key_3");
        assertThat(store().credentials().keysMadeWith(ISSUER, "fam_1"))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_3");
        assertThat(store().credentials().keysMadeWith(ISSUER, "tok_2"))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_4");
        assertThat(store().credentials().keysMadeWith("https://other", "key_1")).isEmpty();
        assertThat(store().credentials().keysMadeBefore(ISSUER, NOW)).isEmpty();
        assertThat(store().credentials().keysMadeBefore(ISSUER, NOW.plusMillis(1)))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_3");
        store().commit(StoreChange.builder()
                .key(made("key_3", new KeyOrigin("key_1", "fam_1", "tok_1", NOW))
                        .ending(null, NOW, null))
                .build());
        assertThat(store().credentials().keysMadeBefore(ISSUER, NOW.plusMillis(1)))
                .isEmpty();
        assertThat(store().credentials().keysMadeWith(ISSUER, "key_1")).hasSize(2);
    }

    private static ApiKeyRecord made(String id, KeyOrigin origin) {
        ApiKeyRecord key = key(id, "lic_1", "hash of " + id);
        return new ApiKeyRecord(
                key.id(),
                key.license(),
                1,
                key.hash(),
                key.label(),
                Restrictions.none(),
                null,
                null,
                History.of(NOW, origin));
    }

    @Test
    @Tag("4.2.5")
    default void keepsRootOfKeys() {
        ApiKeyRecord root = key("key_1", "lic_1", "h1");
        ApiKeyRecord second = key("key_2", "lic_1", "h2").countedIn("key_1");
        ApiKeyRecord ofNone = key("key_3", "lic_1", "h3").countedIn("");
        store().commit(StoreChange.builder().key(root).key(second).key(ofNone).build());
        store().commit(StoreChange.builder().key(second.ending(NOW, null, null)).build());
        assertThat(store().credentials().keyByHash("h1").orElseThrow().countedAs())
                .isEqualTo("key_1");
        assertThat(store().credentials().keyByHash("h2").orElseThrow().countedAs())
                .isEqualTo("key_1");
        assertThat(store().credentials().key(ISSUER, "key_3").orElseThrow().countedAs())
                .isEmpty();
    }

    @Test
    default void rejectsDuplicateKeyHash() {
        store().commit(StoreChange.builder().key(key("key_1", "lic_1", "h1")).build());
        assertConflict(StoreChange.builder().key(key("key_2", "lic_1", "h1")).build(), Kind.KEY, "key_2");
    }

    @Test
    default void returnsKeysOldestFirst() {
        store().commit(StoreChange.builder()
                .key(key("key_2", "lic_1", "h2"))
                .key(key("key_1", "lic_1", "h1"))
                .key(key("key_3", "lic_2", "h3"))
                .build());
        assertThat(store().credentials().keysOf(new LicenseId(ISSUER, "lic_1")))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_1", "key_2");
        assertThat(store().credentials().keysOf(new LicenseId("https://other", "lic_1")))
                .isEmpty();
    }

    @Test
    default void lastUseNeverMovesBack() {
        store().credentials().used(Map.of("key_1", NOW, "key_2", NOW));
        store().credentials().used(Map.of("key_1", NOW.minusMillis(1), "key_2", NOW.plusMillis(1)));
        store().credentials().used(Map.of());
        assertThat(store().credentials().lastUsed(List.of("key_1", "key_2", "key_3")))
                .isEqualTo(Map.of("key_1", NOW, "key_2", NOW.plusMillis(1)));
        assertThat(store().feed().generation()).isZero();
    }

    @Test
    default void readsStoredToken() {
        TokenRecord token = token("tok_1", "key_1", "fam_1", 7);
        TokenRecord plain = token("tok_2", null, null, 8);
        store().commit(StoreChange.builder().token(token).token(plain).build());
        assertThat(store().credentials().token(ISSUER, "tok_1")).contains(token);
        assertThat(store().credentials().token(ISSUER, "tok_2")).contains(plain);
        assertThat(store().credentials().token("https://other", "tok_1")).isEmpty();
        store().commit(StoreChange.builder().token(token.revoked(NOW)).build());
        assertThat(store().credentials().token(ISSUER, "tok_1")).contains(token.revoked(NOW));
    }

    @Test
    default void findsTokensByKeyOrFamily() {
        store().commit(StoreChange.builder()
                .token(token("tok_1", "key_1", "fam_1", 3))
                .token(token("tok_2", "key_1", null, 2))
                .token(token("tok_3", "key_2", "fam_1", 1))
                .token(token("tok_4", null, null, 4))
                .build());
        assertThat(store().credentials().tokensFrom("key_1", NOW))
                .extracting(TokenRecord::id)
                .containsExactly("tok_2", "tok_1");
        assertThat(store().credentials().tokensFrom("fam_1", NOW))
                .extracting(TokenRecord::id)
                .containsExactly("tok_3", "tok_1");
        assertThat(store().credentials().tokensFrom("fam_1", NOW.plusSeconds(61)))
                .extracting(TokenRecord::id)
                .containsExactly("tok_1");
        store().commit(StoreChange.builder()
                .token(token("tok_2", "key_1", null, 2).revoked(NOW))
                .build());
        assertThat(store().credentials().tokensFrom("key_1", NOW))
                .extracting(TokenRecord::id)
                .containsExactly("tok_1");
    }

    @Test
    default void storesRefreshTokenByRevision() {
        RefreshTokenRecord fresh = refreshToken("r1", "fam_1");
        store().commit(StoreChange.builder().refreshToken(fresh).build());
        assertThat(store().credentials().refreshToken("r1")).contains(fresh);
        store().commit(StoreChange.builder().refreshToken(fresh.used(NOW)).build());
        assertThat(store().credentials().refreshToken("r1")).contains(fresh.used(NOW));
        assertConflict(StoreChange.builder().refreshToken(fresh.used(NOW)).build(), Kind.REFRESH_TOKEN, "fam_1");
        assertConflict(StoreChange.builder().refreshToken(fresh).build(), Kind.REFRESH_TOKEN, "fam_1");
        assertThat(store().credentials().refreshToken("r2")).isEmpty();
    }

    @Test
    default void storesSignatureKeyByRevision() {
        SignatureKeyRecord full = signatureKey("sig_1", "lic_1", NOW);
        store().commit(StoreChange.builder().signatureKey(full).build());
        assertThat(store().credentials().signatureKey(ISSUER, "sig_1")).contains(full);
        assertThat(store().credentials().signatureKey("https://other", "sig_1")).isEmpty();
        assertThat(store().credentials().signatureKey(ISSUER, "sig_2")).isEmpty();
        SignatureKeyRecord revoked = full.revoked(NOW.plusMillis(2));
        store().commit(StoreChange.builder().signatureKey(revoked).build());
        assertThat(store().credentials().signatureKey(ISSUER, "sig_1")).contains(revoked);
        assertConflict(StoreChange.builder().signatureKey(revoked).build(), Kind.SIGNATURE_KEY, "sig_1");
        assertConflict(StoreChange.builder().signatureKey(full).build(), Kind.SIGNATURE_KEY, "sig_1");
        assertThat(store().feed().since(0, 10))
                .containsExactly(
                        new StoreEvent(1, StoreEvent.Kind.SIGNATURE_KEY, ISSUER, "sig_1", null),
                        new StoreEvent(2, StoreEvent.Kind.SIGNATURE_KEY, ISSUER, "sig_1", null));
    }

    @Test
    default void keepsGivenIdsOfSignatureKeysUnique() {
        String given = "ops@example.com:Key.1~a+b=_-";
        SignatureKeyRecord key = signatureKey(given, "lic_1", NOW);
        store().commit(StoreChange.builder().signatureKey(key).build());
        assertThat(store().credentials().signatureKey(ISSUER, given)).contains(key);
        assertThat(store().credentials().signatureKey(ISSUER, given.toLowerCase(Locale.ROOT)))
                .as("another case")
                .isEmpty();
        assertConflict(
                StoreChange.builder()
                        .signatureKey(signatureKey(given, "lic_2", NOW))
                        .build(),
                Kind.SIGNATURE_KEY,
                given);
        assertThat(store().credentials().signatureKey(ISSUER, given)).contains(key);
        assertThat(store().credentials().signatureKeysOf(new LicenseId(ISSUER, "lic_2")))
                .isEmpty();
    }

    @Test
    default void returnsSignatureKeysOldestFirst() {
        store().commit(StoreChange.builder()
                .signatureKey(signatureKey("sig_3", "lic_1", NOW.plusMillis(1)))
                .signatureKey(signatureKey("sig_2", "lic_1", NOW))
                .signatureKey(signatureKey("sig_1", "lic_1", NOW))
                .signatureKey(signatureKey("sig_4", "lic_2", NOW))
                .build());
        assertThat(store().credentials().signatureKeysOf(new LicenseId(ISSUER, "lic_1")))
                .extracting(SignatureKeyRecord::id)
                .containsExactly("sig_1", "sig_2", "sig_3");
        assertThat(store().credentials().signatureKeysOf(new LicenseId("https://other", "lic_1")))
                .isEmpty();
    }

    private static SignatureKeyRecord signatureKey(String id, String license, Instant created) {
        return new SignatureKeyRecord(
                id,
                new LicenseId(ISSUER, license),
                1,
                "ed25519",
                "{\"kty\":\"OKP\"}",
                "the \"first\"",
                new Restrictions(
                        Set.of("b", "a"),
                        new CallerBindings(List.of("10.0.0.0/8"), Set.of("d1"), Set.of("u1"), Set.of("o1"))),
                new SignatureKeyRecord.Times(created, NOW.plusMillis(1), null));
    }
}
