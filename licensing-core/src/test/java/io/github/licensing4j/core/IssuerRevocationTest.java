package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.Identified;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.KeyServer;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Revocations of what another trusted issuer has issued, and of ids that are not on record. */
@Tag("4.2.4")
class IssuerRevocationTest {
    private static final String PARTNER = "https://partner.example";

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final KeyFile partnerKeys = KeyFile.ephemeral();
    private final LicenseTokenIssuer partner =
            new LicenseTokenIssuer(PARTNER, EngineFixture.AUDIENCE, partnerKeys, clock);

    @TempDir
    Path dir;

    private KeyServer server;

    @BeforeEach
    void publish() throws IOException {
        server = KeyServer.publishing(partnerKeys.jwks());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private EngineFixture node(String name, Store store) throws IOException {
        return new EngineFixture(
                Files.createDirectories(dir.resolve(name)),
                EngineFixture.CATALOG,
                clock,
                builder -> builder.trust(new TrustedIssuer(PARTNER, server.uri(), null))
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant()))
                        .stored(StoreOptions.in(store)
                                .node(name)
                                .allowVolatileUsage()
                                .feedInterval(Duration.ofDays(1))
                                .auditKey(AuditKey.at(dir.resolve("audit.key")))));
    }

    private EngineFixture embedded() throws IOException {
        return node("one", JdbcStore.embedded(dir.resolve("store")));
    }

    private String token(String customer, String license) {
        return partner.issue(LicenseTokenRequest.of(customer, license, PlanId.parse("pro@1"), Duration.ofDays(900)));
    }

    private static String id(String token) {
        return JsonMapper.shared()
                .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]))
                .get("jti")
                .asString();
    }

    private static LicenseAdmin admin(EngineFixture node) {
        return node.built.management().admin().orElseThrow();
    }

    private static boolean isAccepted(EngineFixture node, String token) {
        return node.identify(token) instanceof Identified;
    }

    @Test
    void revokesForTrustedIssuerOverRestart() throws IOException {
        String revoked = token("a", "lic_a");
        String ofCustomer = token("gone", "lic_b");
        String ofLicense = token("c", "lic_gone");
        String kept = token("d", "lic_d");
        List<String> all = List.of(revoked, ofCustomer, ofLicense);
        try (EngineFixture node = embedded()) {
            assertThat(all).allMatch(token -> isAccepted(node, token));
            assertThat(admin(node).tokens().revoke(id(revoked), PARTNER, BY).isOnRecord())
                    .isFalse();
            admin(node).revocations().revokeCustomer("gone", PARTNER, BY);
            admin(node).revocations().revokeLicense("lic_gone", PARTNER, BY);
            assertThat(all).noneMatch(token -> isAccepted(node, token));
            assertThat(isAccepted(node, kept)).isTrue();
        }
        // The token holds for longer than a year, and so must its revocation.
        clock.advance(Duration.ofDays(500));
        try (EngineFixture node = embedded()) {
            ((Administration) admin(node)).tend();
            assertThat(all).noneMatch(token -> isAccepted(node, token));
            assertThat(isAccepted(node, kept)).isTrue();
            admin(node).revocations().revokeIssuedBefore(clock.instant(), PARTNER, BY);
            assertThat(isAccepted(node, kept)).isFalse();
        }
    }

    @Test
    void reachesOtherNodes() throws IOException {
        Store store = new InMemoryStore();
        String revoked = token("a", "lic_a");
        String ofLicense = token("c", "lic_gone");
        try (EngineFixture one = node("one", store);
                EngineFixture two = node("two", store)) {
            assertThat(isAccepted(two, revoked) && isAccepted(two, ofLicense)).isTrue();
            admin(one).tokens().revoke(id(revoked), PARTNER, BY);
            admin(one).revocations().revokeLicense("lic_gone", PARTNER, BY);
            ((Administration) admin(two)).tend();

            assertThat(isAccepted(two, revoked) || isAccepted(two, ofLicense)).isFalse();
        }
    }

    @Test
    void leavesOtherIssuersAlone() throws IOException {
        try (EngineFixture node = embedded()) {
            String theirs = token("acme", "lic_same");
            admin(node).revocations().revokeCustomer("acme", EngineFixture.ISSUER, BY);
            assertThat(isAccepted(node, theirs)).isTrue();
        }
    }

    @Test
    void refusesUnknownIdsAndIssuers() throws IOException {
        try (EngineFixture node = embedded()) {
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> admin(node).tokens().revoke("tok_unknown", BY));
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> admin(node).revocations().revokeCustomer("unknown", BY));
            assertThatExceptionOfType(InvalidFieldException.class)
                    .isThrownBy(() -> admin(node).tokens().revoke("tok_1", "https://stranger.example", BY))
                    .withMessageContaining(PARTNER);
        }
    }
}
