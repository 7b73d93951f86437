package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Declined;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refresh token grants no more than the exchange that its family began with (RFC 6749 §6). */
@Tag("4.2.2")
class RefreshGrantTest {
    private static final Peer ANYWHERE = new Peer("192.0.2.1", Route.DIRECT);

    @TempDir
    Path dir;

    private AdminFixture fixture;
    private String license;

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir, new InMemoryStore(), options -> options.tokens(AdminFixture.refreshing()));
        license = fixture.newLicense("gold@1");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String key(String... scopes) {
        return fixture.admin
                .keys()
                .create(license, new KeyRequest("", Set.of(scopes), CallerBindings.none(), null), BY)
                .key();
    }

    private Exchanged exchange(String key, String... scopes) {
        return (Exchanged) fixture.admin.tokens().exchange(key, Set.of(scopes), ANYWHERE);
    }

    private Exchange refresh(Exchanged before, String... scopes) {
        return fixture.admin.tokens().refresh(String.valueOf(before.refreshToken()), Set.of(scopes), ANYWHERE);
    }

    @Test
    void keepsGrantedScopesWithoutScope() {
        Exchanged first = exchange(key("read", "write", "admin"), "read");

        assertThat(((Exchanged) refresh(first)).scopes()).containsExactly("read");
    }

    @Test
    void refusesScopesBeyondTheGrant() {
        Exchanged first = exchange(key("read", "write"), "read");

        Exchange wider = refresh(first, "read", "write");

        assertThat(((Declined) wider).error()).isEqualTo("invalid_scope");
        assertThat(((Exchanged) refresh(first)).scopes())
                .as("a refused request leaves the refresh token usable")
                .containsExactly("read");
    }

    @Test
    void widensAgainWithinTheGrant() {
        Exchanged first = exchange(key("read", "write", "admin"), "read", "write");
        Exchanged narrow = (Exchanged) refresh(first, "read");
        assertThat(narrow.scopes()).containsExactly("read");

        Exchanged wide = (Exchanged) refresh(narrow, "read", "write");
        assertThat(wide.scopes()).containsExactlyInAnyOrder("read", "write");
        assertThat(((Declined) refresh(wide, "admin")).error()).isEqualTo("invalid_scope");
    }

    @Test
    void grantsNothingOnceWithoutScopes() {
        Exchanged first = exchange(key());

        assertThat(((Declined) refresh(first, "read")).error()).isEqualTo("invalid_scope");
    }
}
