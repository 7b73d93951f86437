package io.github.licensing4j.core.store;

import static io.github.licensing4j.core.store.Samples.ACTIVE;
import static io.github.licensing4j.core.store.Samples.ISSUER;
import static io.github.licensing4j.core.store.Samples.NOW;
import static io.github.licensing4j.core.store.Samples.change;
import static io.github.licensing4j.core.store.Samples.entries;
import static io.github.licensing4j.core.store.Samples.entry;
import static io.github.licensing4j.core.store.Samples.key;
import static io.github.licensing4j.core.store.Samples.license;
import static io.github.licensing4j.core.store.Samples.message;
import static io.github.licensing4j.core.store.Samples.query;
import static io.github.licensing4j.core.store.Samples.refreshToken;
import static io.github.licensing4j.core.store.Samples.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreDependency;
import io.github.licensing4j.spi.StoreDependency.AgeNotRevoked;
import io.github.licensing4j.spi.StoreDependency.CustomerLicensesAt;
import io.github.licensing4j.spi.StoreDependency.CustomerNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FamilyNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FewerKeysThan;
import io.github.licensing4j.spi.StoreDependency.KeyAt;
import io.github.licensing4j.spi.StoreDependency.LicenseAt;
import io.github.licensing4j.spi.StoreDependency.TokenNotRevoked;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.StoredState;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every store of licenses, with its audit log and outbox. Each store's test extends it. */
public abstract class StoreContract {
    private static final int THREADS = 8;

    /** An empty store. */
    protected Store store;

    /** Opens an empty store. */
    protected abstract Store open();

    /** Opens the store of {@link #open} as another node; the same one if it cannot be shared. */
    protected abstract Store otherNode();

    @BeforeEach
    void start() {
        store = open();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    // Licenses

    @Test
    void readsStoredLicense() {
        LicenseRecord full = Samples.fullLicense();
        LicenseRecord plain = license("lic_plain");
        store.commit(change(full, plain));
        assertThat(store.licenses().find(full.id())).contains(full);
        assertThat(store.licenses().find(plain.id())).contains(plain);
        LicenseRecord less = plain.edit(NOW.plusMillis(9)).revokedAt(NOW).done();
        store.commit(change(
                full.edit(NOW)
                        .debt(null)
                        .trial(null)
                        .change(null)
                        .external(Map.of())
                        .done(),
                less));
        assertThat(store.licenses().find(plain.id())).contains(less);
        assertThat(store.licenses().find(full.id()).orElseThrow().debt()).isNull();
    }

    @Test
    void separatesIssuers() {
        store.commit(change(license("lic_1")));
        assertThat(store.licenses().find(new LicenseId("https://other", "lic_1")))
                .isEmpty();
        assertThat(store.licenses().due("https://other", NOW, 10)).isEmpty();
        assertThat(store.licenses().pinnedPlans("https://other")).isEmpty();
    }

    @Test
    void requiresNextRevision() {
        LicenseRecord first = license("lic_1");
        LicenseRecord second = first.edit(NOW).done();
        assertConflict(change(second), Kind.LICENSE, "lic_1");
        store.commit(change(first));
        assertConflict(change(first), Kind.LICENSE, "lic_1");
        store.commit(change(second));
        assertConflict(change(second), Kind.LICENSE, "lic_1");
        assertConflict(change(second.edit(NOW).done().edit(NOW).done()), Kind.LICENSE, "lic_1");
        assertThat(store.licenses().find(first.id())).contains(second);
    }

    @Test
    void keepsFormerRevisions() {
        LicenseRecord first = Samples.fullLicense();
        LicenseRecord named = first.edit(NOW.plusMillis(10)).external(Map.of()).done();
        LicenseRecord moved =
                named.edit(NOW.plusMillis(20)).plan(PlanId.parse("gold@2")).done();
        LicenseRecord renewed = moved.edit(NOW.plusMillis(30)).expiresAt(null).done();
        store.commit(change(first, license("lic_2")));
        store.commit(change(named));
        assertThat(store.licenses().past(first.id())).isEmpty();
        store.commit(change(moved));
        store.commit(change(renewed));
        assertConflict(change(moved.edit(NOW).plan(PlanId.parse("free@3")).done()), Kind.LICENSE, "lic_full");
        assertThat(store.licenses().past(first.id()))
                .containsExactly(
                        new LicenseRevision(named, NOW.plusMillis(20)), new LicenseRevision(moved, NOW.plusMillis(30)));
        assertThat(store.licenses().past(license("lic_2").id())).isEmpty();
        assertThat(store.licenses().past(new LicenseId("https://other", "lic_full")))
                .isEmpty();
    }

    @Test
    void keepsThousandRevisions() {
        LicenseRecord license = license("lic_1");
        store.commit(change(license));
        for (int i = 1; i <= LicenseStore.MOST_PAST + 2; i++) {
            license = license.edit(NOW.plusMillis(i))
                    .plan(new PlanId("pro", i + 1))
                    .done();
            store.commit(change(license));
        }
        List<LicenseRevision> past = store.licenses().past(license.id());
        assertThat(past).hasSize(LicenseStore.MOST_PAST);
        assertThat(past.get(0).until()).isEqualTo(NOW.plusMillis(3));
        assertThat(past.get(LicenseStore.MOST_PAST - 1).until()).isEqualTo(NOW.plusMillis(LicenseStore.MOST_PAST + 2));
    }

    @Test
    void requiresStoredStates() {
        StoreChange mute = new StoreChange(
                List.of(license("lic_1")),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                java.util.Optional.empty());
        assertThatThrownBy(() -> store.commit(mute))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lic_1");
        assertNothingStored();
    }

    @Test
    void pagesLicensesInOrder() {
        for (int i = 24; i >= 0; i--) {
            store.commit(change(license(String.format("lic_%02d", i), i % 2 == 0 ? "even" : "odd")));
        }
        assertThat(ids(null, null)).hasSize(25).isSorted();
        assertThat(ids("even", null)).hasSize(13).isSorted();
        assertThat(ids("other", null)).isEmpty();
        Page<LicenseRecord> exact = store.licenses().list(query(null, null, "lic_14"));
        assertThat(exact.items()).hasSize(10);
        assertThat(exact.next()).isNull();
        Page<LicenseRecord> first = store.licenses().list(query(null, null, null));
        assertThat(first.next()).isEqualTo("lic_09");
    }

    @Test
    void pagesCompletelyDuringInserts() throws Exception {
        for (int i = 0; i < 200; i++) {
            store.commit(change(license(String.format("lic_%03d", i))));
        }
        AtomicBoolean over = new AtomicBoolean();
        inThreads(2, index -> {
            if (index == 0) {
                for (int i = 0; i < 200 && !over.get(); i++) {
                    store.commit(change(license(String.format("lic_%03d_%d", 199 - i, i))));
                }
                return 0;
            }
            for (int round = 0; round < 5; round++) {
                List<String> seen = ids(null, null);
                assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
                assertThat(seen).isSorted().contains("lic_000", "lic_099", "lic_199");
                assertThat(seen.stream().filter(id -> id.length() == 7)).hasSize(200);
            }
            over.set(true);
            return 0;
        });
    }

    @Test
    void findsStateWithOverdueLicenses() {
        store.commit(looks("lic_a", new StoredState(LicenseState.ACTIVE, null)));
        store.commit(looks("lic_b", new StoredState(LicenseState.TRIALING, NOW.plusMillis(1))));
        store.commit(looks("lic_c", new StoredState(LicenseState.TRIALING, NOW)));
        store.commit(looks("lic_d", new StoredState(LicenseState.SUSPENDED, null)));
        assertThat(ids(null, LicenseState.ACTIVE)).containsExactly("lic_a", "lic_c");
        assertThat(ids(null, LicenseState.TRIALING)).containsExactly("lic_b", "lic_c");
        assertThat(ids("acme", LicenseState.SUSPENDED)).containsExactly("lic_c", "lic_d");
        assertThat(ids("other", LicenseState.SUSPENDED)).isEmpty();
    }

    @Test
    void pagesLicensesOfState() {
        for (int i = 0; i < 30; i++) {
            boolean due = i % 3 == 0;
            store.commit(looks(
                    String.format("lic_%02d", i),
                    new StoredState(due ? LicenseState.TRIALING : LicenseState.ACTIVE, due ? NOW : null)));
        }
        assertThat(ids(null, LicenseState.ACTIVE)).hasSize(30).isSorted();
        assertThat(ids("acme", LicenseState.ACTIVE)).hasSize(30).isSorted();
        assertThat(ids(null, LicenseState.TRIALING)).hasSize(10).isSorted();
    }

    @Test
    void returnsLongestDueFirst() {
        store.commit(looks("lic_a", new StoredState(LicenseState.ACTIVE, NOW)));
        store.commit(looks("lic_b", new StoredState(LicenseState.ACTIVE, NOW.minusMillis(1))));
        store.commit(looks("lic_c", new StoredState(LicenseState.ACTIVE, NOW.plusMillis(1))));
        store.commit(looks("lic_d", ACTIVE));
        assertThat(store.licenses().due(ISSUER, NOW, 10))
                .extracting(one -> one.id().value())
                .containsExactly("lic_b", "lic_a");
        assertThat(store.licenses().due(ISSUER, NOW, 1))
                .extracting(one -> one.id().value())
                .containsExactly("lic_b");
    }

    @Test
    void findsPlansInUse() {
        store.commit(change(Samples.fullLicense(), license("lic_1"), license("lic_2")));
        LicenseRecord revoked = license("lic_3")
                .edit(NOW)
                .plan(PlanId.parse("dead@1"))
                .revokedAt(NOW)
                .unstored();
        store.commit(change(revoked));
        assertThat(store.licenses().pinnedPlans(ISSUER))
                .extracting(PlanId::toString)
                .containsExactlyInAnyOrder("pro@1", "free@3", "gold@2", "less@1");
        assertThat(store.licenses().licensesOn(ISSUER, license("lic_1").plan())).isEqualTo(3);
        assertThat(store.licenses().licensesOn(ISSUER, PlanId.parse("dead@1"))).isZero();
        assertThat(store.licenses().licensesOn("https://other", license("lic_1").plan()))
                .isZero();
    }

    // Keys and tokens

    @Test
    void readsStoredKey() {
        ApiKeyRecord full = new ApiKeyRecord(
                "key_1",
                new LicenseId(ISSUER, "lic_1"),
                1,
                "h1",
                "lk_live_…abcd",
                "the \"first\"",
                Set.of("b", "a"),
                List.of("10.0.0.0/8", "::1"),
                Set.of("d1"),
                Set.of("u1", "u2"),
                NOW,
                NOW.plusMillis(1),
                null,
                null,
                new KeyOrigin("key_0", "fam_0", "tok_0", NOW.minusMillis(1)));
        store.commit(StoreChange.builder().key(full).build());
        assertThat(store.credentials().keyByHash("h1")).contains(full);
        assertThat(store.credentials().key(ISSUER, "key_1")).contains(full);
        assertThat(store.credentials().key("https://other", "key_1")).isEmpty();
        ApiKeyRecord over = full.ending(NOW, NOW.plusMillis(2), "key_2");
        store.commit(StoreChange.builder().key(over).build());
        assertThat(store.credentials().keyByHash("h1")).contains(over);
        assertConflict(StoreChange.builder().key(over).build(), Kind.KEY, "key_1");
        assertThat(store.credentials().keyByHash("h2")).isEmpty();
    }

    @Test
    @Tag("4.2.1")
    void checksDependenciesWithTheChange() {
        store.commit(change(license("lic_1")));
        store.commit(StoreChange.builder().key(key("key_1", "lic_1", "h1")).build());
        LicenseId license = new LicenseId(ISSUER, "lic_1");
        assertDepends(new LicenseAt(license, 1), null);
        assertDepends(new LicenseAt(license, 2), "lic_1");
        assertDepends(new LicenseAt(new LicenseId("https://other", "lic_1"), 1), "lic_1");
        assertDepends(new KeyAt(ISSUER, "key_1", 1), null);
        assertDepends(new KeyAt("https://other", "key_1", 1), "key_1");
        assertDepends(new FewerKeysThan(license, 2), null);
        assertDepends(new FewerKeysThan(license, 1), "lic_1");
        store.commit(StoreChange.builder()
                .key(key("key_1", "lic_1", "h1").ending(null, NOW, null))
                .build());
        assertDepends(new KeyAt(ISSUER, "key_1", 1), "key_1");
        assertDepends(new KeyAt(ISSUER, "key_2", 0), "key_2");
    }

    @Test
    @Tag("4.1.9")
    void checksLicensesOfCustomerWithTheChange() {
        assertDepends(new CustomerLicensesAt(ISSUER, "unknown", 0), null);
        assertDepends(new CustomerLicensesAt(ISSUER, "unknown", 1), "unknown");
        LicenseRecord one = license("lic_dep_1", "depending");
        store.commit(change(one));
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 0), "depending");
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 1), null);
        store.commit(change(license("lic_dep_2", "depending")));
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 1), "depending");
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 2), null);
        assertDepends(new CustomerLicensesAt("https://other", "depending", 2), "depending");
    }

    @Test
    @Tag("4.2.1")
    void checksRevocationsWithTheChange() {
        assertDepends(new TokenNotRevoked(ISSUER, "tok_1"), null);
        store.commit(StoreChange.builder()
                .token(token("tok_1", "key_1", "fam_1", 1).revoked(NOW))
                .revokedToken(new RevokedToken(ISSUER, "tok_ahead", NOW.plusSeconds(9)))
                .revocation(new Revocation.OfFamily(ISSUER, "fam_1", NOW))
                .revocation(new Revocation.OfCustomer(ISSUER, "acme", NOW))
                .revocation(new Revocation.OfLicense(ISSUER, "lic_9", NOW))
                .revocation(new Revocation.IssuedBefore(ISSUER, NOW, NOW))
                .build());
        assertDepends(new TokenNotRevoked(ISSUER, "tok_1"), "tok_1");
        assertDepends(new TokenNotRevoked(ISSUER, "tok_ahead"), "tok_ahead");
        assertDepends(new TokenNotRevoked("https://other", "tok_1"), null);
        assertDepends(new FamilyNotRevoked(ISSUER, "fam_1"), "fam_1");
        assertDepends(new FamilyNotRevoked(ISSUER, "fam_2"), null);
        assertDepends(new CustomerNotRevoked(ISSUER, "acme"), "acme");
        assertDepends(new CustomerNotRevoked("https://other", "acme"), null);
        assertDepends(
                new AgeNotRevoked(ISSUER, NOW.minusMillis(1)),
                NOW.minusMillis(1).toString());
        assertDepends(new AgeNotRevoked(ISSUER, NOW), null);
        assertThat(store.feed().since(0, 10))
                .contains(new StoreEvent(1, StoreEvent.Kind.REVOKED_LICENSE, ISSUER, "lic_9", null));
        assertThat(store.revocations().revoked(NOW).revocations())
                .contains(new Revocation.OfLicense(ISSUER, "lic_9", NOW));
    }

    /** Checks changes that are in the feed, and those that are not. */
    private void assertDepends(StoreDependency dependency, @Nullable String conflict) {
        StoreChangeBuilder unordered =
                StoreChange.builder().token(token("tok_new", null, null, 7)).dependsOn(dependency);
        StoreChangeBuilder ordered = StoreChange.builder()
                .token(token("tok_new", null, null, 7))
                .message(message("msg_" + dependency, NOW))
                .dependsOn(dependency);
        for (StoreChange change : List.of(unordered.build(), ordered.build())) {
            if (conflict == null) {
                store.commit(change);
            } else {
                assertConflict(change, Kind.DEPENDENCY, conflict);
            }
        }
    }

    @Test
    @Tag("4.2.1")
    void findsKeysMadeWithACredential() {
        ApiKeyRecord plain = key("key_1", "lic_1", "h1");
        store.commit(StoreChange.builder()
                .key(plain)
                .key(made("key_2", new KeyOrigin("key_1", null, null, null)))
                .key(made("key_3", new KeyOrigin("key_1", "fam_1", "tok_1", NOW)))
                .key(made("key_4", new KeyOrigin(null, null, "tok_2", NOW.plusMillis(1))))
                .build());
        assertThat(store.credentials().keysMadeWith(ISSUER, "key_1"))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_2", "key_3");
        assertThat(store.credentials().keysMadeWith(ISSUER, "fam_1"))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_3");
        assertThat(store.credentials().keysMadeWith(ISSUER, "tok_2"))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_4");
        assertThat(store.credentials().keysMadeWith("https://other", "key_1")).isEmpty();
        assertThat(store.credentials().keysMadeBefore(ISSUER, NOW)).isEmpty();
        assertThat(store.credentials().keysMadeBefore(ISSUER, NOW.plusMillis(1)))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_3");
        store.commit(StoreChange.builder()
                .key(made("key_3", new KeyOrigin("key_1", "fam_1", "tok_1", NOW))
                        .ending(null, NOW, null))
                .build());
        assertThat(store.credentials().keysMadeBefore(ISSUER, NOW.plusMillis(1)))
                .isEmpty();
        assertThat(store.credentials().keysMadeWith(ISSUER, "key_1")).hasSize(2);
    }

    private static ApiKeyRecord made(String id, KeyOrigin origin) {
        ApiKeyRecord key = key(id, "lic_1", "hash of " + id);
        return new ApiKeyRecord(
                key.id(),
                key.license(),
                1,
                key.hash(),
                key.masked(),
                "",
                Set.of(),
                List.of(),
                Set.of(),
                Set.of(),
                NOW,
                null,
                null,
                null,
                origin);
    }

    @Test
    @Tag("4.2.5")
    void keepsRootOfKeys() {
        ApiKeyRecord root = key("key_1", "lic_1", "h1");
        ApiKeyRecord second = key("key_2", "lic_1", "h2").countedIn("key_1");
        ApiKeyRecord ofNone = key("key_3", "lic_1", "h3").countedIn("");
        store.commit(StoreChange.builder().key(root).key(second).key(ofNone).build());
        store.commit(StoreChange.builder().key(second.ending(NOW, null, null)).build());
        assertThat(store.credentials().keyByHash("h1").orElseThrow().countedAs())
                .isEqualTo("key_1");
        assertThat(store.credentials().keyByHash("h2").orElseThrow().countedAs())
                .isEqualTo("key_1");
        assertThat(store.credentials().key(ISSUER, "key_3").orElseThrow().countedAs())
                .isEmpty();
    }

    @Test
    void rejectsDuplicateKeyHash() {
        store.commit(StoreChange.builder().key(key("key_1", "lic_1", "h1")).build());
        assertConflict(StoreChange.builder().key(key("key_2", "lic_1", "h1")).build(), Kind.KEY, "key_2");
    }

    @Test
    void returnsKeysOldestFirst() {
        store.commit(StoreChange.builder()
                .key(key("key_2", "lic_1", "h2"))
                .key(key("key_1", "lic_1", "h1"))
                .key(key("key_3", "lic_2", "h3"))
                .build());
        assertThat(store.credentials().keysOf(new LicenseId(ISSUER, "lic_1")))
                .extracting(ApiKeyRecord::id)
                .containsExactly("key_1", "key_2");
        assertThat(store.credentials().keysOf(new LicenseId("https://other", "lic_1")))
                .isEmpty();
    }

    @Test
    void lastUseNeverMovesBack() {
        store.credentials().used(Map.of("key_1", NOW, "key_2", NOW));
        store.credentials().used(Map.of("key_1", NOW.minusMillis(1), "key_2", NOW.plusMillis(1)));
        store.credentials().used(Map.of());
        assertThat(store.credentials().lastUsed(List.of("key_1", "key_2", "key_3")))
                .isEqualTo(Map.of("key_1", NOW, "key_2", NOW.plusMillis(1)));
        assertThat(store.feed().generation()).isZero();
    }

    @Test
    void readsStoredToken() {
        TokenRecord token = token("tok_1", "key_1", "fam_1", 7);
        TokenRecord plain = token("tok_2", null, null, 8);
        store.commit(StoreChange.builder().token(token).token(plain).build());
        assertThat(store.credentials().token(ISSUER, "tok_1")).contains(token);
        assertThat(store.credentials().token(ISSUER, "tok_2")).contains(plain);
        assertThat(store.credentials().token("https://other", "tok_1")).isEmpty();
        store.commit(StoreChange.builder().token(token.revoked(NOW)).build());
        assertThat(store.credentials().token(ISSUER, "tok_1")).contains(token.revoked(NOW));
    }

    @Test
    void findsTokensByKeyOrFamily() {
        store.commit(StoreChange.builder()
                .token(token("tok_1", "key_1", "fam_1", 3))
                .token(token("tok_2", "key_1", null, 2))
                .token(token("tok_3", "key_2", "fam_1", 1))
                .token(token("tok_4", null, null, 4))
                .build());
        assertThat(store.credentials().tokensFrom("key_1", NOW))
                .extracting(TokenRecord::id)
                .containsExactly("tok_2", "tok_1");
        assertThat(store.credentials().tokensFrom("fam_1", NOW))
                .extracting(TokenRecord::id)
                .containsExactly("tok_3", "tok_1");
        assertThat(store.credentials().tokensFrom("fam_1", NOW.plusSeconds(61)))
                .extracting(TokenRecord::id)
                .containsExactly("tok_1");
        store.commit(StoreChange.builder()
                .token(token("tok_2", "key_1", null, 2).revoked(NOW))
                .build());
        assertThat(store.credentials().tokensFrom("key_1", NOW))
                .extracting(TokenRecord::id)
                .containsExactly("tok_1");
    }

    @Test
    void assignsStatusIndexesOnce() throws Exception {
        Set<Long> taken = Collections.synchronizedSet(new HashSet<>());
        Store other = otherNode();
        inThreads(THREADS, index -> {
            for (int i = 0; i < 25; i++) {
                taken.add((index % 2 == 0 ? store : other).revocations().nextStatusIndexes(1));
            }
            return 0;
        });
        assertThat(taken).hasSize(THREADS * 25).allMatch(index -> index >= 0);
        assertThat(store.revocations().statusIndexes())
                .isEqualTo(other.revocations().statusIndexes())
                .isGreaterThan(Collections.max(taken));
    }

    @Test
    void statusListContainsUnexpiredRevokedTokens() {
        store.commit(StoreChange.builder()
                .token(token("tok_1", null, null, 9).revoked(NOW))
                .token(token("tok_2", null, null, 5).revoked(NOW))
                .token(token("tok_3", null, null, 7))
                .build());
        assertThat(store.revocations().revokedStatusIndexes(NOW)).containsExactly(5L, 9L);
        assertThat(store.revocations().revokedStatusIndexes(NOW.plusSeconds(65)))
                .containsExactly(9L);
    }

    @Test
    void storesRefreshTokenByRevision() {
        RefreshTokenRecord fresh = refreshToken("r1", "fam_1");
        store.commit(StoreChange.builder().refreshToken(fresh).build());
        assertThat(store.credentials().refreshToken("r1")).contains(fresh);
        store.commit(StoreChange.builder().refreshToken(fresh.used(NOW)).build());
        assertThat(store.credentials().refreshToken("r1")).contains(fresh.used(NOW));
        assertConflict(StoreChange.builder().refreshToken(fresh.used(NOW)).build(), Kind.REFRESH_TOKEN, "fam_1");
        assertConflict(StoreChange.builder().refreshToken(fresh).build(), Kind.REFRESH_TOKEN, "fam_1");
        assertThat(store.credentials().refreshToken("r2")).isEmpty();
    }

    @Test
    void returnsEveryEffectiveRevocation() {
        Revocation.OfCustomer customer = new Revocation.OfCustomer(ISSUER, "acme", NOW);
        Revocation.IssuedBefore before = new Revocation.IssuedBefore(ISSUER, NOW.minusSeconds(1), NOW);
        Revocation.OfFamily family = new Revocation.OfFamily(ISSUER, "fam_1", NOW);
        RevokedToken unknown = new RevokedToken(ISSUER, "tok_x", NOW.plusMillis(1));
        long generation = store.commit(StoreChange.builder()
                .revocation(customer)
                .revocation(before)
                .revocation(family)
                .revokedToken(unknown)
                .token(token("tok_1", null, null, 1).revoked(NOW))
                .build());
        var all = store.revocations().revoked(NOW);
        assertThat(all.generation()).isEqualTo(generation);
        assertThat(all.revocations()).contains(customer, before);
        assertThat(all.tokens())
                .containsExactlyInAnyOrder(unknown, new RevokedToken(ISSUER, "tok_1", NOW.plusSeconds(61)));
        assertThat(store.revocations().revoked(NOW.plusMillis(1)).tokens())
                .extracting(RevokedToken::tokenId)
                .containsExactly("tok_1");
        assertThat(store.revocations().isFamilyRevoked(ISSUER, "fam_1")).isTrue();
        assertThat(store.revocations().isFamilyRevoked("https://other", "fam_1"))
                .isFalse();
        assertThat(store.revocations().isFamilyRevoked(ISSUER, "acme")).isFalse();
        store.commit(
                StoreChange.builder().revocation(customer).revocation(family).build());
        assertThat(store.revocations().isFamilyRevoked(ISSUER, "fam_1")).isTrue();
    }

    // Unique keys and idempotency records

    @Test
    void storesUniqueKeyOnce() {
        store.commit(StoreChange.builder().uniqueKey("trial:acme").build());
        assertConflict(StoreChange.builder().uniqueKey("trial:acme").build(), Kind.MARK, "trial:acme");
        store.commit(StoreChange.builder().uniqueKey("trial:acm").build());
        assertThat(store.feed().generation()).isZero();
    }

    @Test
    void keepsIdempotencyRecordUntilExpiry() {
        IdempotencyRecord answer = new IdempotencyRecord("k", "f1", "lic_1", NOW, NOW.plusSeconds(10));
        store.commit(StoreChange.builder().replay(answer).build());
        assertThat(store.requests().find("k", NOW.plusMillis(9_999))).contains(answer);
        assertThat(store.requests().find("k", NOW.plusSeconds(10))).isEmpty();
        assertThat(store.requests().find("j", NOW)).isEmpty();
        IdempotencyRecord early = new IdempotencyRecord("k", "f2", "lic_2", NOW.plusMillis(9_999), NOW.plusSeconds(90));
        assertConflict(StoreChange.builder().replay(early).build(), Kind.REPLAY, "k");
        IdempotencyRecord late = new IdempotencyRecord("k", "f2", "lic_2", NOW.plusSeconds(10), NOW.plusSeconds(90));
        store.commit(StoreChange.builder().replay(late).build());
        assertThat(store.requests().find("k", NOW.plusSeconds(10))).contains(late);
    }

    // Changes and their feed

    @Test
    void conflictRollsBackWholeChange() {
        store.commit(everything("before").build());
        long generation = store.feed().generation();
        List<StoreChangeBuilder> conflicting = List.of(
                everything("x").license(license("lic_before"), ACTIVE),
                everything("x").key(key("key_before", "lic_1", "other")),
                everything("x").refreshToken(refreshToken("r_before", "fam_before")),
                everything("x").uniqueKey("mark_before"),
                everything("x").replay(new IdempotencyRecord("replay_before", "f", "r", NOW, NOW.plusSeconds(5))),
                everything("x").audit(List.of(entry("before", 1, null))));
        List<Kind> kinds = List.of(Kind.LICENSE, Kind.KEY, Kind.REFRESH_TOKEN, Kind.MARK, Kind.REPLAY, Kind.AUDIT);
        for (int i = 0; i < kinds.size(); i++) {
            StoreChange change = conflicting.get(i).build();
            Kind kind = kinds.get(i);
            assertThatThrownBy(() -> store.commit(change))
                    .isInstanceOfSatisfying(
                            StoreConflictException.class,
                            e -> assertThat(e.kind()).isEqualTo(kind));
        }
        assertThat(store.feed().generation()).isEqualTo(generation);
        assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_x"))).isEmpty();
        assertThat(store.credentials().keyByHash("h_x")).isEmpty();
        assertThat(store.credentials().token(ISSUER, "tok_x")).isEmpty();
        assertThat(store.credentials().refreshToken("r_x")).isEmpty();
        assertThat(store.requests().find("replay_x", NOW)).isEmpty();
        assertThat(store.revocations().isFamilyRevoked(ISSUER, "fam_x")).isFalse();
        assertThat(store.audit().chains()).containsExactly("before");
        assertThat(store.outbox().waiting()).isEqualTo(1);
        store.commit(everything("x").build());
        assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_x"))).isPresent();
    }

    @Test
    void feedContainsEachKindOfChange() {
        ApiKeyRecord key = key("key_1", "lic_1", "h1");
        TokenRecord token = token("tok_1", null, null, 1);
        assertThat(store.feed().generation()).isZero();
        assertThat(store.commit(change(license("lic_1")))).isEqualTo(1);
        assertThat(store.commit(StoreChange.builder().key(key).build())).isEqualTo(2);
        assertThat(store.commit(StoreChange.builder().token(token).build())).isEqualTo(2);
        assertThat(store.commit(StoreChange.builder().token(token.revoked(NOW)).build()))
                .isEqualTo(3);
        store.commit(StoreChange.builder()
                .revokedToken(new RevokedToken(ISSUER, "tok_x", NOW.plusMillis(5)))
                .revocation(new Revocation.OfFamily(ISSUER, "fam_1", NOW))
                .build());
        store.commit(StoreChange.builder()
                .revocation(new Revocation.OfCustomer(ISSUER, "acme", NOW))
                .revocation(new Revocation.IssuedBefore(ISSUER, NOW.plusMillis(6), NOW))
                .build());
        assertThat(store.commit(StoreChange.builder()
                        .revocation(new Revocation.OfFamily(ISSUER, "fam_2", NOW))
                        .build()))
                .isEqualTo(5);
        assertThat(store.feed().since(0, 100))
                .containsExactlyInAnyOrder(
                        new StoreEvent(1, StoreEvent.Kind.LICENSE, ISSUER, "lic_1", null),
                        new StoreEvent(2, StoreEvent.Kind.KEY, ISSUER, "h1", null),
                        new StoreEvent(3, StoreEvent.Kind.REVOKED_TOKEN, ISSUER, "tok_1", token.expiresAt()),
                        new StoreEvent(4, StoreEvent.Kind.REVOKED_TOKEN, ISSUER, "tok_x", NOW.plusMillis(5)),
                        new StoreEvent(5, StoreEvent.Kind.REVOKED_CUSTOMER, ISSUER, "acme", null),
                        new StoreEvent(5, StoreEvent.Kind.ISSUED_BEFORE, ISSUER, "", NOW.plusMillis(6)));
        assertThat(store.feed().since(5, 100)).isEmpty();
        assertThat(store.feed().since(99, 100)).isEmpty();
    }

    @Test
    void feedReturnsWholeChanges() {
        store.commit(change(license("lic_1"), license("lic_2"), license("lic_3")));
        store.commit(change(license("lic_4"), license("lic_5")));
        assertThat(store.feed().since(0, 1)).hasSize(3);
        assertThat(store.feed().since(0, 3)).hasSize(3);
        assertThat(store.feed().since(0, 4)).hasSize(5);
        assertThat(store.feed().since(1, 1)).hasSize(2);
    }

    @Test
    void notifiesListenerAfterChange() {
        List<Long> generations = new ArrayList<>();
        store.feed().onChange(() -> generations.add(store.feed().generation()));
        store.commit(change(license("lic_1")));
        assertThat(generations).isIn(List.of(1L), List.of());
    }

    @Test
    void otherNodeReadsFeed() {
        Store other = otherNode();
        assertThat(other.feed().generation()).isZero();
        store.commit(change(license("lic_1")));
        assertThat(other.feed().generation()).isEqualTo(1);
        assertThat(other.feed().since(0, 10)).extracting(StoreEvent::id).containsExactly("lic_1");
        assertThat(other.licenses().find(new LicenseId(ISSUER, "lic_1"))).isPresent();
        other.commit(change(license("lic_1").edit(NOW).done()));
        assertThat(store.feed().since(1, 10)).extracting(StoreEvent::generation).containsExactly(2L);
        assertConflict(change(license("lic_1").edit(NOW).done()), Kind.LICENSE, "lic_1");
    }

    @Test
    void serializesConcurrentChanges() throws Exception {
        Store other = otherNode();
        store.commit(change(license("lic_hot")));
        AtomicInteger won = new AtomicInteger();
        inThreads(THREADS, index -> {
            Store mine = index % 2 == 0 ? store : other;
            for (int i = 0; i < 20; i++) {
                LicenseRecord hot =
                        mine.licenses().find(new LicenseId(ISSUER, "lic_hot")).orElseThrow();
                StoreChange change = StoreChange.builder()
                        .license(hot.edit(NOW).done(), ACTIVE)
                        .license(license("lic_" + index + "_" + i), ACTIVE)
                        .build();
                try {
                    mine.commit(change);
                    won.incrementAndGet();
                } catch (StoreConflictException e) {
                    assertThat(e.kind()).isEqualTo(Kind.LICENSE);
                }
            }
            return 0;
        });
        assertThat(store.feed().generation()).isEqualTo(1 + won.get());
        assertThat(store.licenses()
                        .find(new LicenseId(ISSUER, "lic_hot"))
                        .orElseThrow()
                        .revision())
                .isEqualTo(1 + won.get());
        List<StoreEvent> feed = store.feed().since(1, 1_000_000);
        assertThat(feed).hasSize(2 * won.get());
        for (int i = 0; i < feed.size(); i++) {
            assertThat(feed.get(i).generation()).isEqualTo(2 + i / 2);
        }
    }

    @Test
    void feedReaderMissesNoChange() throws Exception {
        Store other = otherNode();
        Set<String> seen = new HashSet<>();
        inThreads(THREADS, index -> {
            if (index > 0) {
                for (int i = 0; i < 20; i++) {
                    store.commit(change(license("lic_" + index + "_a" + i), license("lic_" + index + "_b" + i)));
                }
                return 0;
            }
            long generation = 0;
            while (generation < 20 * (THREADS - 1)) {
                for (StoreEvent entry : other.feed().since(generation, 7)) {
                    assertThat(entry.generation()).isBetween(generation, generation + 1);
                    generation = entry.generation();
                    seen.add(entry.id());
                }
            }
            return 0;
        });
        assertThat(seen).hasSize(2 * 20 * (THREADS - 1));
    }

    // Expiry

    @Test
    void removesOnlyExpiredRecords() {
        store.commit(everything("x")
                .token(token("tok_gone", null, null, 1).revoked(NOW))
                .build());
        store.commit(change(license("lic_1")));
        store.expire(NOW.plusSeconds(61));
        assertThat(store.credentials().token(ISSUER, "tok_gone")).isPresent();
        store.expire(NOW.plusSeconds(61).plusMillis(1));
        assertThat(store.credentials().token(ISSUER, "tok_gone")).isEmpty();
        assertThat(store.credentials().token(ISSUER, "tok_x")).isPresent();
        assertThat(store.credentials().refreshToken("r_x")).isPresent();
        store.expire(NOW.plus(Duration.ofDays(400)));
        assertThat(store.credentials().token(ISSUER, "tok_x")).isEmpty();
        assertThat(store.credentials().refreshToken("r_x")).isEmpty();
        assertThat(store.revocations().revoked(NOW).tokens()).isEmpty();
        assertThat(store.revocations().revoked(NOW).revocations())
                .contains(new Revocation.OfCustomer(ISSUER, "c_x", NOW));
        assertThat(store.requests().find("replay_x", NOW)).isEmpty();
        assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_x"))).isPresent();
        assertThat(store.credentials().keyByHash("h_x")).isPresent();
        assertThat(store.audit().chains()).containsExactly("x");
        assertThat(store.outbox().waiting()).isEqualTo(1);
        assertThat(store.feed().since(0, 10)).isNotEmpty();
        assertConflict(StoreChange.builder().uniqueKey("mark_x").build(), Kind.MARK, "mark_x");
    }

    @Test
    void familyStaysRevokedWhileTokensRemain() {
        store.commit(StoreChange.builder()
                .refreshToken(refreshToken("r1", "fam_1"))
                .revocation(new Revocation.OfFamily(ISSUER, "fam_1", NOW))
                .build());
        store.expire(NOW.plusSeconds(1800));
        assertThat(store.revocations().isFamilyRevoked(ISSUER, "fam_1")).isTrue();
        store.expire(NOW.plusSeconds(3601));
        assertThat(store.credentials().refreshToken("r1")).isEmpty();
        assertThat(store.revocations().isFamilyRevoked(ISSUER, "fam_1")).isFalse();
    }

    @Test
    void feedKeepsLatestWholeChanges() {
        for (int change = 1; change <= 102; change++) {
            StoreChangeBuilder tokens = StoreChange.builder();
            for (int i = 0; i < (change == 1 ? 300 : 999); i++) {
                tokens.revokedToken(new RevokedToken(ISSUER, "tok_" + change + "_" + i, NOW));
            }
            store.commit(tokens.build());
        }
        store.expire(NOW);
        List<StoreEvent> feed = store.feed().since(0, 1_000_000);
        assertThat(feed).hasSize(100 * 999);
        assertThat(feed.get(0).generation()).isEqualTo(3);
        assertThat(store.feed().since(2, 10)).hasSize(999);
        assertThat(store.feed().since(101, 10)).hasSize(999);
        assertThat(store.feed().generation()).isEqualTo(102);
        store.expire(NOW);
        assertThat(store.feed().since(0, 1_000_000)).hasSize(100 * 999);
    }

    // The audit log

    @Test
    void readsStoredAuditEntry() {
        AuditEntry full = new AuditEntry(
                "node-1",
                1,
                NOW,
                "ann",
                "license.suspended",
                "lic_1",
                "key_1",
                "because of \"x\"; drop table",
                Map.of("b", "2", "a", "\\ \u0001"),
                "00ff");
        AuditEntry plain = entry("node-1", 2, null);
        store.commit(entries(full, plain));
        assertThat(store.audit().read(null, null, 10).items()).containsExactly(full, plain);
        assertThat(store.audit().chain("node-1", 1, 10)).containsExactly(full, plain);
        assertThat(store.audit().last("node-1")).contains(plain);
        assertThat(store.audit().last("node-2")).isEmpty();
        assertThat(store.feed().generation()).isZero();
    }

    @Test
    void rejectsGapsInAuditChain() {
        assertConflict(entries(entry("a", 2, null)), Kind.AUDIT, "a");
        store.commit(entries(entry("a", 1, null), entry("b", 1, null), entry("a", 2, null)));
        assertConflict(entries(entry("a", 2, null)), Kind.AUDIT, "a");
        assertConflict(entries(entry("b", 3, null)), Kind.AUDIT, "b");
        assertConflict(entries(entry("b", 2, null), entry("b", 2, null)), Kind.AUDIT, "b");
        assertThat(store.audit().chains()).containsExactly("a", "b");
        assertThat(store.audit().chain("a", 2, 10)).extracting(AuditEntry::seq).containsExactly(2L);
    }

    @Test
    void pagesAuditEntriesInOrder() {
        for (int i = 1; i <= 7; i++) {
            store.commit(entries(entry("a", i, i % 2 == 0 ? "lic_1" : null), entry("b", i, "lic_2")));
        }
        Page<AuditEntry> first = store.audit().read(null, null, 10);
        Page<AuditEntry> second = store.audit().read(null, first.next(), 10);
        assertThat(first.items()).hasSize(10);
        assertThat(first.items().get(2)).isEqualTo(entry("a", 2, "lic_1"));
        assertThat(second.items()).hasSize(4);
        assertThat(second.next()).isNull();
        Page<AuditEntry> ofOne = store.audit().read("lic_1", null, 2);
        assertThat(ofOne.items()).extracting(AuditEntry::seq).containsExactly(2L, 4L);
        assertThat(store.audit().read("lic_1", ofOne.next(), 2).items())
                .extracting(AuditEntry::seq)
                .containsExactly(6L);
        assertThat(store.audit().read("lic_1", ofOne.next(), 1).next()).isNull();
        assertThat(store.audit().read("lic_9", null, 2).items()).isEmpty();
    }

    @Test
    void checkpointReplacesRemovedEntries() {
        for (int i = 1; i <= 5; i++) {
            store.commit(entries(entry("a", i, null), entry("b", i, null)));
        }
        AuditCheckpoint first = new AuditCheckpoint("a", 2, "c2", NOW, "seal-1");
        AuditCheckpoint second = new AuditCheckpoint("a", 5, "c5", NOW.plusMillis(1), "seal-2");
        assertThat(store.audit().checkpoint("a")).isEmpty();
        store.audit().prune(first);
        assertThat(store.audit().checkpoint("a")).contains(first);
        assertThat(store.audit().chain("a", 1, 10)).extracting(AuditEntry::seq).containsExactly(3L, 4L, 5L);
        store.audit().prune(second);
        assertThat(store.audit().checkpoint("a")).contains(second);
        assertThat(store.audit().last("a")).isEmpty();
        assertThat(store.audit().chains()).containsExactly("a", "b");
        assertThat(store.audit().chain("b", 1, 10)).hasSize(5);
        assertConflict(entries(entry("a", 1, null)), Kind.AUDIT, "a");
        store.commit(entries(entry("a", 6, null)));
        assertThat(store.audit().last("a")).contains(entry("a", 6, null));
    }

    // The outbox

    @Test
    void messagesWaitUntilDelivered() {
        store.commit(StoreChange.builder()
                .message(message("m2", NOW.plusMillis(2)))
                .message(message("m1", NOW.plusMillis(1)))
                .build());
        assertThat(store.outbox().due(NOW, 10)).isEmpty();
        assertThat(store.outbox().due(NOW.plusMillis(1), 10))
                .containsExactly(new OutboxMessage(
                        "m1", "license.created", NOW.plusMillis(1), "{\"id\":\"m1\"}", 0, NOW.plusMillis(1), null));
        assertThat(store.outbox().due(NOW.plusMillis(2), 10))
                .extracting(OutboxMessage::id)
                .containsExactly("m1", "m2");
        assertThat(store.outbox().due(NOW.plusMillis(2), 1)).hasSize(1);
        store.outbox().failed("m1", NOW.plusMillis(9), "HTTP 500");
        assertThat(store.outbox().due(NOW.plusMillis(8), 10))
                .extracting(OutboxMessage::id)
                .containsExactly("m2");
        OutboxMessage failed = store.outbox().due(NOW.plusMillis(9), 10).get(1);
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.lastError()).isEqualTo("HTTP 500");
        store.outbox().delivered("m2");
        store.outbox().delivered("m9");
        assertThat(store.outbox().waiting()).isEqualTo(1);
    }

    @Test
    void keepsAndReplaysDeadMessages() {
        store.commit(StoreChange.builder()
                .message(message("m1", NOW))
                .message(message("m2", NOW))
                .build());
        store.outbox().dead("m1", "gone");
        store.outbox().dead("m2", "gone too");
        store.outbox().failed("m1", NOW, "late");
        store.outbox().delivered("m1");
        assertThat(store.outbox().waiting()).isZero();
        assertThat(store.outbox().deadLetters(10)).extracting(OutboxMessage::id).containsExactly("m1", "m2");
        OutboxMessage dead = store.outbox().deadLetters(1).get(0);
        assertThat(dead.lastError()).isEqualTo("gone");
        assertThat(dead.attempts()).isEqualTo(1);
        assertThat(store.outbox().replay("m1", NOW.plusMillis(5))).isTrue();
        assertThat(store.outbox().replay("m1", NOW.plusMillis(5))).isFalse();
        assertThat(store.outbox().replay("m9", NOW)).isFalse();
        OutboxMessage again = store.outbox().due(NOW.plusMillis(5), 10).get(0);
        assertThat(again.attempts()).isZero();
        assertThat(again.dueAt()).isEqualTo(NOW.plusMillis(5));
    }

    // Arbitrary text

    static List<String> hostileTexts() {
        return List.of(
                "nul\u0000inside",
                "\u0000",
                "controls\u0001\u001a\u001b\u007f\n\t",
                "\u001a0000",
                "\u001a",
                "half a pair \ud83d",
                "\ude00 the other half",
                "\ud83d\ude00 a whole one",
                "'; drop table licensing_licenses; --",
                "quotes ' \" ` \\ $$ ? :x {fn}",
                "%_*",
                "\uffff\ufffe\u202e",
                "l".repeat(500));
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void findsRecordsWithAnyText(String text) {
        LicenseRecord license = license(text, text)
                .edit(NOW)
                .overrides(text)
                .external(Map.of(text, text))
                .unstored();
        AuditEntry entry = new AuditEntry(text, 1, NOW, text, text, text, text, text, Map.of(text, text), text);
        store.commit(StoreChange.builder()
                .license(license, ACTIVE)
                .key(key(text, text, text))
                .token(token(text, text, text, 1))
                .refreshToken(refreshToken(text, text))
                .revocation(new Revocation.OfFamily(ISSUER, text, NOW))
                .uniqueKey(text)
                .audit(List.of(entry))
                .message(message(text, NOW))
                .replay(new IdempotencyRecord(text, text, text, NOW, NOW.plusSeconds(1)))
                .build());
        assertThat(store.licenses().find(new LicenseId(ISSUER, text))).contains(license);
        assertThat(store.licenses().list(query(text, null, null)).items()).containsExactly(license);
        assertThat(store.credentials().keyByHash(text)).contains(key(text, text, text));
        assertThat(store.credentials().token(ISSUER, text)).contains(token(text, text, text, 1));
        assertThat(store.credentials().refreshToken(text)).contains(refreshToken(text, text));
        assertThat(store.revocations().isFamilyRevoked(ISSUER, text)).isTrue();
        assertThat(store.audit().read(text, null, 5).items()).containsExactly(entry);
        assertThat(store.audit().chains()).containsExactly(text);
        assertThat(store.outbox().due(NOW, 1).get(0).id()).isEqualTo(text);
        assertThat(store.requests().find(text, NOW)).isPresent();
        assertThat(store.feed().since(0, 10)).extracting(StoreEvent::id).containsOnly(text);
        assertConflict(StoreChange.builder().uniqueKey(text).build(), Kind.MARK, text);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void doesNotFindAbsentText(String text) {
        store.commit(change(license("half a pair ?"), license("nul"), license("nulinside"), license("?")));
        for (String absent : List.of(text, text.repeat(500))) {
            assertThat(store.licenses().find(new LicenseId(ISSUER, absent))).isEmpty();
            assertThat(store.licenses().find(new LicenseId(absent, "nul"))).isEmpty();
            assertThat(store.licenses().list(query(absent, null, null)).items()).isEmpty();
            assertThat(store.licenses()
                            .list(query(absent, LicenseState.ACTIVE, absent))
                            .items())
                    .isEmpty();
            assertThat(store.credentials().keyByHash(absent)).isEmpty();
            assertThat(store.credentials().key(ISSUER, absent)).isEmpty();
            assertThat(store.credentials().keysOf(new LicenseId(ISSUER, absent)))
                    .isEmpty();
            assertThat(store.credentials().lastUsed(List.of(absent))).isEmpty();
            assertThat(store.credentials().token(ISSUER, absent)).isEmpty();
            assertThat(store.credentials().tokensFrom(absent, NOW)).isEmpty();
            assertThat(store.credentials().refreshToken(absent)).isEmpty();
            assertThat(store.revocations().isFamilyRevoked(ISSUER, absent)).isFalse();
            assertThat(store.requests().find(absent, NOW)).isEmpty();
            assertThat(store.audit().read(absent, null, 5).items()).isEmpty();
            assertThat(store.audit().chain(absent, 1, 5)).isEmpty();
            assertThat(store.outbox().replay(absent, NOW)).isFalse();
        }
    }

    @Test
    void auditLogAcceptsTextOfAnyLength() {
        String text = "x".repeat(20_000);
        AuditEntry entry = new AuditEntry("a", 1, NOW, text, text, text, text, text, Map.of(text, text), "c");
        AuditEntry alike = new AuditEntry("a", 2, NOW, text, text, text + "y", text, text, Map.of(), "c");
        store.commit(entries(entry, alike));
        assertThat(store.audit().read(text, null, 5).items()).containsExactly(entry);
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
                .replay(new IdempotencyRecord("replay_" + name, "f", "r", NOW, NOW.plusSeconds(100)));
    }

    private static StoreChange looks(String id, StoredState look) {
        return StoreChange.builder().license(license(id), look).build();
    }

    private List<String> ids(@Nullable String customer, @Nullable LicenseState state) {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            Page<LicenseRecord> page = store.licenses().list(query(customer, state, cursor));
            page.items().forEach(one -> ids.add(one.id().value()));
            cursor = page.next();
        } while (cursor != null);
        return ids;
    }

    private void assertConflict(StoreChange change, Kind kind, String id) {
        assertThatThrownBy(() -> store.commit(change)).isInstanceOfSatisfying(StoreConflictException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.id()).isEqualTo(id);
        });
    }

    private void assertNothingStored() {
        assertThat(store.feed().generation()).isZero();
        assertThat(ids(null, null)).isEmpty();
    }

    private interface Part {
        int run(int index) throws Exception;
    }

    private static void inThreads(int count, Part part) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier start = new CyclicBarrier(count);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                Callable<Integer> work = () -> {
                    start.await();
                    return part.run(index);
                };
                running.add(threads.submit(work));
            }
            for (Future<Integer> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
