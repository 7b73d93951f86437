package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CredentialRefusedException;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.spi.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes by a caller whose credential is revoked after it was identified. */
@Tag("4.2.1")
abstract class RecheckedCallerCases {
    private static final Peer PEER = new Peer("203.0.113.9", Route.DIRECT);

    @TempDir
    Path dir;

    private AdminFixture fixture;
    private String license;
    private NewKey key;
    private Exchanged exchanged;

    abstract Store store(Path directory);

    @BeforeEach
    void open() {
        fixture =
                new AdminFixture(dir, store(dir.resolve("data")), options -> options.tokens(AdminFixture.refreshing()));
        license = fixture.newLicense("gold@1");
        key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        exchanged = (Exchanged) fixture.admin.tokens().exchange(key.key(), Set.of(), PEER);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private CallerApiKeys keysOf(String credential) {
        return fixture.engine
                .built
                .management()
                .keys((Identified) fixture.identify(credential))
                .orElseThrow();
    }

    private String token() {
        return exchanged.token().token();
    }

    private void assertRefused(CallerApiKeys keys, RefusalCode code) {
        int before = fixture.admin.keys().list(license).size();
        assertThatExceptionOfType(CredentialRefusedException.class)
                .isThrownBy(() -> keys.create(KeyRequest.plain(), BY))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
        assertThat(fixture.admin.keys().list(license)).hasSize(before);
    }

    private String id(NewKey made) {
        return made.view().id();
    }

    @Test
    void refusesRevokedKey() {
        NewKey other = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        CallerApiKeys keys = keysOf(key.key());
        CallerApiKeys ofToken = keysOf(token());
        fixture.admin.keys().revoke(id(key), BY);

        assertRefused(keys, RefusalCode.CREDENTIAL_REVOKED);
        assertRefused(ofToken, RefusalCode.CREDENTIAL_REVOKED);
        assertThatExceptionOfType(CredentialRefusedException.class).isThrownBy(() -> keys.revoke(id(other), BY));
        assertThat(fixture.call(other.key())).isEqualTo("granted");
    }

    @Test
    void refusesExpiredRotatedKey() {
        CallerApiKeys keys = keysOf(key.key());
        fixture.admin.keys().rotate(id(key), Duration.ofMinutes(1), BY);
        assertThat(fixture.call(keys.create(KeyRequest.plain(), BY).key())).isEqualTo("granted");
        fixture.clock.advance(Duration.ofMinutes(2));

        assertRefused(keys, RefusalCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void refusesRevokedToken() {
        CallerApiKeys keys = keysOf(token());
        fixture.admin.tokens().revoke(exchanged.token().tokenId(), BY);

        assertRefused(keys, RefusalCode.CREDENTIAL_REVOKED);
        assertThat(fixture.call(keysOf(key.key()).create(KeyRequest.plain(), BY).key()))
                .isEqualTo("granted");
    }

    @Test
    void refusesTokenOfReusedFamily() {
        CallerApiKeys keys = keysOf(token());
        String refresh = String.valueOf(exchanged.refreshToken());
        String made = keys.create(KeyRequest.plain(), BY).key();
        fixture.admin.tokens().refresh(refresh, Set.of(), PEER);
        fixture.admin.tokens().refresh(refresh, Set.of(), PEER);

        assertRefused(keys, RefusalCode.CREDENTIAL_REVOKED);
        assertThat(fixture.call(made)).isEqualTo("credential-revoked");
    }

    @Test
    void refusesTokenRevokedByAge() {
        CallerApiKeys keys = keysOf(token());
        String made = keys.create(KeyRequest.plain(), BY).key();
        fixture.clock.advance(Duration.ofSeconds(5));
        fixture.admin.revocations().revokeIssuedBefore(fixture.clock.instant(), BY);

        assertRefused(keys, RefusalCode.CREDENTIAL_REVOKED);
        assertThat(fixture.call(made)).isEqualTo("credential-revoked");
        assertThat(fixture.call(key.key())).isEqualTo("granted");
    }

    @Test
    void refusesCallerOfRevokedCustomer() {
        CallerApiKeys keys = keysOf(key.key());
        fixture.admin.revocations().revokeCustomer("acme", BY);

        assertRefused(keys, RefusalCode.CREDENTIAL_REVOKED);
    }

    @Test
    void refusesCallerOfRevokedLicense() {
        CallerApiKeys keys = keysOf(key.key());
        fixture.admin.licenses().revoke(license, BY);

        assertThatExceptionOfType(LicensingException.class)
                .isThrownBy(() -> keys.create(KeyRequest.plain(), BY))
                .isInstanceOfAny(ConflictException.class, CredentialRefusedException.class);
    }

    @Test
    void refusesTokenOfRetiredSigningKey() {
        CallerApiKeys keys = keysOf(token());
        String old = fixture.admin.signingKeys().list().get(0).kid();
        fixture.admin.signingKeys().generate(BY);
        fixture.admin.signingKeys().retire(old, BY);

        assertRefused(keys, RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void revokesKeysMadeByRevokedKey() {
        NewKey child = keysOf(key.key()).create(KeyRequest.plain(), BY);
        NewKey grandchild = keysOf(child.key()).create(KeyRequest.plain(), BY);
        NewKey rotated = fixture.admin.keys().rotate(id(grandchild), Duration.ofHours(1), BY);
        NewKey ofToken = keysOf(token()).create(KeyRequest.plain(), BY);

        assertThat(fixture.admin.keys().revoke(id(key), BY).descendants())
                .containsExactlyInAnyOrder(id(child), id(grandchild), id(rotated), id(ofToken));
        for (NewKey made : new NewKey[] {child, grandchild, rotated, ofToken}) {
            assertThat(fixture.call(made.key())).isEqualTo("credential-revoked");
        }
    }

    @Test
    void keepsDescendantsOnRequest() {
        NewKey child = keysOf(key.key()).create(KeyRequest.plain(), BY);

        assertThat(fixture.admin.keys().revoke(id(key), Descendants.KEEP, BY).descendants())
                .containsExactly(id(child));
        assertThat(fixture.call(child.key())).isEqualTo("granted");
        assertThat(fixture.call(key.key())).isEqualTo("credential-revoked");
    }
}
