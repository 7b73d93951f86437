package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Revocation of keys, tokens, families of refresh tokens and customers. */
class CredentialRevocationTest extends CredentialFixture {
    @Test
    void revokedKeyInvalidatesItsTokens() {
        NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        Exchange.Exchanged exchanged = exchanged(key.key());
        assertThat(fixture.call(exchanged.token().token())).isEqualTo("granted");
        fixture.admin.keys().revoke(key.view().id(), BY);
        assertThat(fixture.call(exchanged.token().token())).isEqualTo("credential-revoked");
        assertThat(fixture.admin.tokens().exchange(key.key(), Set.of(), PEER)).isInstanceOf(Exchange.Declined.class);
    }

    @Test
    void reusedRefreshTokenRevokesItsFamily() {
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
    void keepsFamilyRevocationWhileTokensLive() {
        Exchange.Exchanged first = exchanged(fixture.key(license));
        Exchange.Exchanged second = (Exchange.Exchanged)
                fixture.admin.tokens().refresh(String.valueOf(first.refreshToken()), Set.of(), PEER);
        fixture.admin.tokens().refresh(String.valueOf(first.refreshToken()), Set.of(), PEER);
        // Refresh tokens are valid for 30 days.
        for (int day = 1; day < 30; day++) {
            fixture.clock.advance(Duration.ofDays(1));
            fixture.tend();
            assertThat(fixture.admin.tokens().refresh(String.valueOf(second.refreshToken()), Set.of(), PEER))
                    .as("day %s", day)
                    .isInstanceOf(Exchange.Declined.class);
        }
        fixture.clock.advance(Duration.ofDays(4));
        fixture.tend();
        assertThat(fixture.store.revocations().revoked(fixture.clock.instant()).revocations())
                .isEmpty();
    }

    @Test
    void revokesEveryTokenOfKey() {
        NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        String keyId = key.view().id();
        Exchange.Exchanged real = exchanged(key.key());
        StoreChangeBuilder many = StoreChange.builder();
        TokenRecord one = fixture.store
                .credentials()
                .token(EngineFixture.ISSUER, real.token().tokenId())
                .orElseThrow();
        for (int i = 0; i < 25_000; i++) {
            many.token(new TokenRecord(
                    "tok_" + i, one.license(), keyId, null, 100 + i, one.issuedAt(), one.expiresAt(), null));
        }
        // The first two batches are full of others.
        many.token(new TokenRecord(
                one.id(),
                one.license(),
                keyId,
                null,
                one.statusIndex(),
                one.issuedAt(),
                one.expiresAt().plusSeconds(1),
                null));
        fixture.store.commit(many.build());
        fixture.admin.keys().revoke(keyId, BY);
        assertThat(fixture.call(real.token().token())).isEqualTo("credential-revoked");
        assertThat(fixture.store.credentials().tokensFrom(keyId, fixture.clock.instant()))
                .isEmpty();
    }

    @Test
    void repeatedRevocationResumesInterruptedOne() {
        NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        Exchange.Exchanged token = exchanged(key.key());
        ApiKeyRecord stored = fixture.stored(key);
        fixture.store.commit(StoreChange.builder()
                .key(stored.ending(null, fixture.clock.instant(), null))
                .build());
        assertThat(fixture.call(token.token().token())).isEqualTo("granted");
        fixture.admin.keys().revoke(stored.id(), BY);
        assertThat(fixture.call(token.token().token())).isEqualTo("credential-revoked");
    }

    @Test
    void revokedCustomerStopsCredentialsAtOnce() {
        NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        MintedToken token = mint();
        assertThat(fixture.call(key.key())).isEqualTo("granted");
        assertThat(fixture.call(token.token())).isEqualTo("granted");
        fixture.store.commit(StoreChange.builder()
                .revocation(new Revocation.OfCustomer(EngineFixture.ISSUER, "acme", fixture.clock.instant()))
                .build());
        assertThat(fixture.license(license).license().state()).isEqualTo(LicenseState.ACTIVE);
        assertThat(fixture.call(key.key())).isEqualTo("credential-revoked");
        assertThat(fixture.call(token.token())).isEqualTo("credential-revoked");
        assertThat(fixture.admin.tokens().exchange(key.key(), Set.of(), PEER)).isInstanceOf(Exchange.Declined.class);
        assertThatThrownBy(this::mint).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> fixture.key(license)).isInstanceOf(ConflictException.class);
    }

    @Test
    void tokenIsRevokedByIdAgeOrCustomer() {
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
        assertThatThrownBy(() -> fixture.admin
                        .licenses()
                        .create(NewLicense.of("acme", PlanId.parse("pro@1")).bought(), BY))
                .isInstanceOf(ConflictException.class);
    }

    private Exchange.Exchanged exchanged(String key) {
        return (Exchange.Exchanged) fixture.admin.tokens().exchange(key, Set.of(), PEER);
    }
}
