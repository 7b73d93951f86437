package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An administered engine with one license whose tokens are refreshed. */
abstract class CredentialFixture {
    static final Peer PEER = new Peer("203.0.113.9", Route.DIRECT);

    @TempDir
    Path dir;

    AdminFixture fixture;
    String license;

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir, new InMemoryStore(), options -> options.tokens(AdminFixture.refreshing()));
        license = fixture.bought("pro@1");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    MintedToken mint() {
        return fixture.admin.tokens().mint(license, TokenRequest.of(Duration.ofHours(1)), BY);
    }
}
