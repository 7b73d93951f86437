package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.ApiKeys.KeyBindings;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.Order;
import io.github.licensing4j.core.store.memory.InMemoryLicenseStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and tokens of stored licenses: made, rotated, exchanged, revoked. */
class CredentialLifeTest {
    private static final Peer PEER = new Peer("203.0.113.9", Route.DIRECT);

    @TempDir
    Path dir;

    private AdminFixture fixture;
    private String license;

    @BeforeEach
    void open() {
        fixture =
                new AdminFixture(dir, new InMemoryLicenseStore(), options -> options.tokens(AdminFixture.refreshing()));
        license = fixture.admin
                .licenses()
                .create(NewLicense.of("acme", PlanId.parse("pro@1")), BY)
                .id();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aKeyWorksUntilItIsRevoked() {
        NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        assertThat(key.key()).matches("lk_test_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}");
        assertThat(fixture.call(key.key())).isEqualTo("granted");
        fixture.admin.keys().revoke(key.view().stored().id(), BY);
        assertThat(fixture.call(key.key())).isEqualTo("credential-revoked");
    }

    @Test
    void aRotatedKeyWorksUntilTheOverlapEnds() {
        NewKey old = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        NewKey fresh = fixture.admin.keys().rotate(old.view().stored().id(), Duration.ofHours(1), BY);
        assertThat(fixture.call(old.key())).isEqualTo("granted");
        assertThat(fixture.call(fresh.key())).isEqualTo("granted");
        fixture.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(fixture.call(old.key())).isEqualTo("granted");
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(old.key())).isEqualTo("credential-expired");
        assertThat(fixture.call(fresh.key())).isEqualTo("granted");
        assertThatThrownBy(() -> fixture.admin.keys().rotate(old.view().stored().id(), Duration.ZERO, BY))
                .isInstanceOf(ConflictException.class);
        // Usage belongs to the license, not to a key.
        assertThat(fixture.admin.licenses().limits(license).get(0).used()).isEqualTo(4);
    }

    @Test
    void aBoundKeyWorksOnlyWhereItIsBoundTo() {
        KeyBindings elsewhere = new KeyBindings(List.of("198.51.100.0/24"), Set.of(), Set.of());
        NewKey key = fixture.admin.keys().create(license, new KeyRequest("ci", Set.of(), elsewhere, null), BY);
        assertThat(fixture.call(key.key())).isEqualTo("binding-mismatch");
        KeyBindings wrong = new KeyBindings(List.of("198.51.100.0/33"), Set.of(), Set.of());
        assertThatThrownBy(() -> fixture.admin.keys().create(license, new KeyRequest("", Set.of(), wrong, null), BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("bind.ips");
    }

    @Test
    void aTokenOfAKeyDiesWithTheKey() {
        NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        Exchange.Exchanged exchanged = exchanged(key.key());
        assertThat(fixture.call(exchanged.token().token())).isEqualTo("granted");
        fixture.admin.keys().revoke(key.view().stored().id(), BY);
        assertThat(fixture.call(exchanged.token().token())).isEqualTo("credential-revoked");
        assertThat(fixture.admin.tokens().exchange(key.key(), Set.of(), PEER)).isInstanceOf(Exchange.Declined.class);
    }

    @Test
    void aRefreshTokenThatComesTwiceKillsItsFamily() {
        String key = fixture.key(license);
        Exchange.Exchanged first = exchanged(key);
        Exchange.Exchanged second = (Exchange.Exchanged)
                fixture.admin.tokens().refresh(String.valueOf(first.refreshToken()), Set.of(), PEER);
        assertThat(fixture.call(second.token().token())).isEqualTo("granted");
        Exchange reused = fixture.admin.tokens().refresh(String.valueOf(first.refreshToken()), Set.of(), PEER);
        assertThat(reused).isInstanceOf(Exchange.Declined.class);
        assertThat(fixture.call(first.token().token())).isEqualTo("credential-revoked");
        assertThat(fixture.call(second.token().token())).isEqualTo("credential-revoked");
        assertThat(fixture.admin.tokens().refresh(String.valueOf(second.refreshToken()), Set.of(), PEER))
                .isInstanceOf(Exchange.Declined.class);
        // Another exchange of the same key is another family.
        assertThat(fixture.call(exchanged(key).token().token())).isEqualTo("granted");
    }

    @Test
    void scopesNarrowButNeverWiden() {
        NewKey key = fixture.admin
                .keys()
                .create(license, new KeyRequest("", Set.of("read", "write"), KeyBindings.none(), null), BY);
        Exchange narrow = fixture.admin.tokens().exchange(key.key(), Set.of("read"), PEER);
        assertThat(((Exchange.Exchanged) narrow).scopes()).containsExactly("read");
        assertThat(fixture.admin.tokens().exchange(key.key(), Set.of("admin"), PEER))
                .isEqualTo(
                        new Exchange.Declined("invalid_scope", "The API key does not have every scope that is asked."));
    }

    @Test
    void aTokenDiesAloneWithItsAgeOrWithItsCustomer() {
        MintedToken one = mint();
        MintedToken other = mint();
        fixture.admin.tokens().revoke(one.tokenId(), BY);
        assertThat(fixture.call(one.token())).isEqualTo("credential-revoked");
        assertThat(fixture.call(other.token())).isEqualTo("granted");
        fixture.clock.advance(Duration.ofSeconds(10));
        fixture.admin.revocations().revokeIssuedBefore(fixture.clock.instant(), BY);
        assertThat(fixture.call(other.token())).isEqualTo("credential-revoked");
        MintedToken fresh = mint();
        assertThat(fixture.call(fresh.token())).isEqualTo("granted");
        assertThat(fixture.admin.revocations().revokeCustomer("acme", BY)).isEqualTo(1);
        assertThat(fixture.call(fresh.token())).isEqualTo("credential-revoked");
        assertThatThrownBy(() -> fixture.admin.licenses().create(NewLicense.of("acme", PlanId.parse("pro@1")), BY))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void aSigningKeyIsRotatedWithAnOverlapAndThenRetired() {
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
    void aRepeatedRequestNeverShowsASecretAgain() {
        Order once = new Order("ann", null, new Order.Request("key-1", "print"));
        String id = fixture.admin
                .keys()
                .create(license, KeyRequest.plain(), once)
                .view()
                .stored()
                .id();
        assertThatThrownBy(() -> fixture.admin.keys().create(license, KeyRequest.plain(), once))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.id()).contains(id));
        assertThat(fixture.admin.keys().list(license)).hasSize(1);
    }

    @Test
    void theLastUseOfAKeyIsKeptToTheMinute() {
        String key = fixture.key(license);
        assertThat(fixture.admin.keys().list(license).get(0).lastUsedAt()).isNull();
        fixture.call(key);
        fixture.tend();
        assertThat(fixture.admin.keys().list(license).get(0).lastUsedAt()).isEqualTo(fixture.clock.instant());
    }

    private MintedToken mint() {
        return fixture.admin.tokens().mint(license, TokenRequest.of(Duration.ofHours(1)), BY);
    }

    private Exchange.Exchanged exchanged(String key) {
        return (Exchange.Exchanged) fixture.admin.tokens().exchange(key, Set.of(), PEER);
    }
}
