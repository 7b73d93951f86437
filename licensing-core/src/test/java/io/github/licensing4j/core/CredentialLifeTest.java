package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.credential.ApiKeyFormat;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ApiKeyRecord.History;
import io.github.licensing4j.spi.ApiKeyRecord.Label;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredState;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life cycle of keys and tokens of stored licenses: creation, rotation, exchange, revocation. */
class CredentialLifeTest extends CredentialFixture {
    @Test
    void aKeyWorksUntilItIsRevoked() {
        NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        assertThat(key.key()).matches("lk_test_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}");
        assertThat(fixture.call(key.key())).isEqualTo("granted");
        fixture.admin.keys().revoke(key.view().id(), BY);
        assertThat(fixture.call(key.key())).isEqualTo("credential-revoked");
    }

    @Test
    void rotatedKeyWorksUntilOverlapEnds() {
        NewKey old = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        NewKey fresh = fixture.admin.keys().rotate(old.view().id(), Duration.ofHours(1), BY);
        assertThat(fixture.call(old.key())).isEqualTo("granted");
        assertThat(fixture.call(fresh.key())).isEqualTo("granted");
        fixture.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(fixture.call(old.key())).isEqualTo("granted");
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(old.key())).isEqualTo("credential-expired");
        assertThat(fixture.call(fresh.key())).isEqualTo("granted");
        assertThatThrownBy(() -> fixture.admin.keys().rotate(old.view().id(), Duration.ZERO, BY))
                .isInstanceOf(ConflictException.class);
        // Usage belongs to the license, not to a key.
        assertThat(fixture.admin.licenses().limits(license).get(0).used()).isEqualTo(4);
    }

    @Test
    void refusesBoundKeyElsewhere() {
        CallerBindings elsewhere = new CallerBindings(List.of("198.51.100.0/24"), Set.of(), Set.of(), Set.of());
        NewKey key = fixture.admin.keys().create(license, new KeyRequest("ci", Set.of(), elsewhere, null), BY);
        assertThat(fixture.call(key.key())).isEqualTo("binding-mismatch");
        CallerBindings wrong = new CallerBindings(List.of("198.51.100.0/33"), Set.of(), Set.of(), Set.of());
        assertThatThrownBy(() -> fixture.admin.keys().create(license, new KeyRequest("", Set.of(), wrong, null), BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("bind.ips");
    }

    @Test
    void digestOfKeyIsNoCredential() {
        String key =
                fixture.admin.keys().create(license, KeyRequest.plain(), BY).key();
        assertThat(fixture.call(key)).isEqualTo("granted");
        assertThat(fixture.call(key)).isEqualTo("granted");
        assertThat(fixture.call(ApiKeyFormat.cacheName(key))).isEqualTo("credential-invalid");
    }

    @Test
    void refusesKeyOfOtherIssuerInSharedStore() {
        String key = ApiKeyFormat.generate("test");
        ApiKeyRecord mine = fixture.stored(fixture.admin.keys().create(license, KeyRequest.plain(), BY));
        LicenseId theirs = new LicenseId("https://other.example", license);
        fixture.store.commit(StoreChange.builder()
                .license(
                        LicenseRecord.of(
                                theirs, "acme", PlanId.parse("pro@1"), fixture.clock.instant(), ZoneOffset.UTC),
                        new StoredState(LicenseState.ACTIVE, null))
                .key(new ApiKeyRecord(
                        "key_theirs",
                        theirs,
                        1,
                        ApiKeyFormat.hash(key),
                        new Label("lk_test_…", ""),
                        Restrictions.none(),
                        null,
                        null,
                        History.of(mine.history().createdAt(), null)))
                .build());
        assertThat(fixture.call(key)).isEqualTo("credential-invalid");
        assertThat(fixture.admin.tokens().exchange(key, Set.of(), PEER)).isInstanceOf(Exchange.Declined.class);
        assertThatThrownBy(() -> fixture.admin.keys().revoke("key_theirs", BY)).isInstanceOf(NotFoundException.class);
    }

    @Test
    @Tag("4.5.10")
    void exchangeNamesWhyKeyEnded() {
        NewKey key = fixture.admin
                .keys()
                .create(
                        license,
                        new KeyRequest(
                                "",
                                Set.of(),
                                KeyRequest.plain().bindings(),
                                fixture.clock.instant().plusSeconds(60)),
                        BY);
        fixture.clock.advance(Duration.ofSeconds(60));
        assertThat(fixture.admin.tokens().exchange(key.key(), Set.of(), PEER))
                .isEqualTo(new Exchange.Declined("invalid_client", "The API key has expired."));
        fixture.admin.keys().revoke(key.view().id(), BY);
        assertThat(fixture.admin.tokens().exchange(key.key(), Set.of(), PEER))
                .isEqualTo(new Exchange.Declined("invalid_client", "The API key has been revoked."));
    }

    @Test
    void neverRepeatsOrStoresSecretAsId() {
        String key = fixture.key(license);
        String token = mint().token();
        for (String secret : List.of(key, token, key.substring(0, key.length() - 3))) {
            List<ThrowingCallable> mistakes = List.of(
                    () -> fixture.admin.keys().revoke(secret, BY),
                    () -> fixture.admin.tokens().revoke(secret, BY),
                    () -> fixture.admin.licenses().get(secret),
                    () -> fixture.admin.licenses().suspend(secret, BY),
                    () -> fixture.admin.licenses().suspend(license, AdminContext.by("ann", "leaked " + secret)),
                    () -> fixture.admin
                            .licenses()
                            .create(NewLicense.of(secret, PlanId.parse("pro@1")).bought(), BY),
                    () -> fixture.admin.revocations().revokeCustomer(secret, BY),
                    () -> fixture.admin.signingKeys().retire(secret, BY),
                    () -> fixture.admin
                            .keys()
                            .create(license, new KeyRequest(secret, Set.of(), CallerBindings.none(), null), BY));
            for (ThrowingCallable mistake : mistakes) {
                assertThatThrownBy(mistake)
                        .isInstanceOf(LicensingException.class)
                        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(secret.substring(0, 20)));
            }
            assertThat(fixture.admin.audit().read(null, null, 1_000).items().toString())
                    .doesNotContain(secret.substring(0, 20));
        }
        assertThat(fixture.license(license).license().state()).isEqualTo(LicenseState.ACTIVE);
    }

    @Test
    void requestsOfAnotherActorAreOtherRequests() {
        AdminContext ann = new AdminContext("ann", null, new AdminContext.Request("k", "p"));
        AdminContext bob = new AdminContext("bob", null, new AdminContext.Request("k", "p"));
        String first = fixture.admin
                .licenses()
                .create(NewLicense.of("acme", PlanId.parse("pro@1")).bought(), ann)
                .id();
        assertThat(fixture.admin
                        .licenses()
                        .create(NewLicense.of("acme", PlanId.parse("pro@1")).bought(), bob)
                        .id())
                .isNotEqualTo(first);
    }

    @Test
    void scopesNarrowButNeverWiden() {
        NewKey key = fixture.admin
                .keys()
                .create(license, new KeyRequest("", Set.of("read", "write"), CallerBindings.none(), null), BY);
        Exchange narrow = fixture.admin.tokens().exchange(key.key(), Set.of("read"), PEER);
        assertThat(((Exchange.Exchanged) narrow).scopes()).containsExactly("read");
        assertThat(fixture.admin.tokens().exchange(key.key(), Set.of("admin"), PEER))
                .isEqualTo(new Exchange.Declined("invalid_scope", "The API key does not have every requested scope."));
    }

    @Test
    void rotatesAndRetiresSigningKey() {
        MintedToken old = mint();
        String oldKid = fixture.admin.signingKeys().list().get(0).kid();
        assertThatThrownBy(() -> fixture.admin.signingKeys().retire(oldKid, BY)).isInstanceOf(ConflictException.class);
        fixture.admin.signingKeys().generate(BY);
        MintedToken fresh = mint();
        assertThat(fixture.call(old.token())).isEqualTo("granted");
        assertThat(fixture.call(fresh.token())).isEqualTo("granted");
        fixture.admin.signingKeys().retire(oldKid, BY);
        assertThat(fixture.call(old.token())).isEqualTo("credential-invalid");
        assertThat(fixture.call(fresh.token())).isEqualTo("granted");
        assertThat(fixture.admin.signingKeys().jwks()).doesNotContain("\"d\"").doesNotContain(oldKid);
    }

    @Test
    void repeatedRequestNeverReturnsSecret() {
        AdminContext once = new AdminContext("ann", null, new AdminContext.Request("key-1", "print"));
        String id = fixture.admin
                .keys()
                .create(license, KeyRequest.plain(), once)
                .view()
                .id();
        assertThatThrownBy(() -> fixture.admin.keys().create(license, KeyRequest.plain(), once))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.id()).contains(id));
        assertThat(fixture.admin.keys().list(license)).hasSize(1);
    }

    @Test
    void storesLastUseOfKeyToMinute() {
        String key = fixture.key(license);
        assertThat(fixture.admin.keys().list(license).get(0).times().lastUsedAt())
                .isNull();
        fixture.call(key);
        fixture.tend();
        assertThat(fixture.admin.keys().list(license).get(0).times().lastUsedAt())
                .isEqualTo(fixture.clock.instant());
    }
}
