package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.StatusLists.Watched;
import io.github.licensing4j.core.schedule.Schedule;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published lists in a verifier without a store: fetched, cached during an outage for a limited time. */
class StatusListsTest {
    private final Schedule schedule = new Schedule();
    private static final Duration STALE = Duration.ofMinutes(5);

    private final TokenFixture fixture = new TokenFixture();
    private KeyServer server;
    private StatusLists lists;
    private String base;

    @BeforeEach
    void open() throws IOException {
        server = KeyServer.publishing("");
        base = server.uri().toString();
        lists = lists((failing, late) -> late > STALE.toMillis());
        publish(base, 5);
    }

    @AfterEach
    void close() {
        lists.close();
        server.close();
    }

    private StatusLists lists(StatusLists.Freshness freshness) {
        TrustAnchor anchor = new TrustAnchor(TokenFixture.ISSUER, TokenFixture.AUDIENCE, List.of(fixture.keys));
        return new StatusLists(
                List.of(new Watched(URI.create(base), anchor)),
                freshness,
                fixture.clock,
                Duration.ofSeconds(30),
                schedule);
    }

    private String list(String uri, KeyFile keys, Integer... revoked) {
        return new LicenseTokenIssuer(TokenFixture.ISSUER, TokenFixture.AUDIENCE, keys, fixture.clock)
                .issue(new StatusListRequest(uri, 16, List.of(revoked), Duration.ofSeconds(60), Duration.ofHours(1)));
    }

    private void publish(String uri, Integer... revoked) {
        server.publish(list(uri, fixture.keys, revoked));
    }

    private VerifiedCredential caller(String uri, long index) {
        return fixture.verified(
                new LicenseTokenIssuer(TokenFixture.ISSUER, TokenFixture.AUDIENCE, fixture.keys, fixture.clock)
                        .issue(new LicenseTokenRequest(
                                "acme",
                                "lic_1",
                                new PlanId("pro", 1),
                                Duration.ofDays(30),
                                Set.of(),
                                List.of(),
                                Map.of(),
                                null,
                                null,
                                new StatusReference(uri, index))));
    }

    private @Nullable RefusalCode refused(VerifiedCredential caller) {
        return lists.refused(caller, fixture.clock.millis());
    }

    /** Keys whose look-up fails. */
    private KeySource failing(AtomicBoolean fails) {
        return new KeySource() {
            @Override
            public Lookup find(String kid) {
                if (fails.get()) {
                    throw new StackOverflowError("planted");
                }
                return fixture.keys.find(kid);
            }

            @Override
            public Health.Component health() {
                return fixture.keys.health();
            }

            @Override
            public void onChange(Runnable changed) {
                fixture.keys.onChange(changed);
            }

            @Override
            public void close() {
                fixture.keys.close();
            }
        };
    }

    @Test
    @Tag("4.4.1")
    void fetchesAgainAfterAnError() {
        AtomicBoolean fails = new AtomicBoolean(true);
        KeySource failing = failing(fails);
        TrustAnchor anchor = new TrustAnchor(TokenFixture.ISSUER, TokenFixture.AUDIENCE, List.of(failing));
        lists.close();
        lists = new StatusLists(
                List.of(new Watched(URI.create(base), anchor)),
                (failed, late) -> false,
                fixture.clock,
                Duration.ofSeconds(30),
                schedule);
        VerifiedCredential caller = caller(base, 5);
        assertThat(refused(caller)).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(lists.health().detail()).contains("StackOverflowError");
        fails.set(false);
        fixture.clock.advance(Duration.ofSeconds(5));
        lists.refresh();
        assertThat(refused(caller)).isEqualTo(RefusalCode.CREDENTIAL_REVOKED);
        assertThat(lists.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void refusesTokenWithRevokedStatus() {
        assertThat(refused(caller(base, 4))).isNull();
        assertThat(refused(caller(base, 5))).isEqualTo(RefusalCode.CREDENTIAL_REVOKED);
        assertThat(server.fetches()).isEqualTo(1);
        assertThat(lists.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void refusesIndexOutsideList() {
        assertThat(refused(caller(base, 15))).isNull();
        assertThat(refused(caller(base, 16))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(refused(caller(base, Long.MAX_VALUE))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void aTokenWithoutAStatusIsNotLookedUp() {
        assertThat(refused(fixture.verified(fixture.token()))).isNull();
        assertThat(server.fetches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/x", "/../1", "/1/2", "/1?x=1", "/1#f", "/", "/1234567890", "?"})
    void neverFetchesUnconfiguredAddress(String tail) {
        assertThat(refused(caller(base + tail, 0))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(refused(caller("http://169.254.169.254/latest", 0))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(server.fetches()).isZero();
    }

    @Test
    void numberedPartsAreListsOfTheirOwn() {
        publish(base + "/7", 3);
        assertThat(refused(caller(base + "/7", 3))).isEqualTo(RefusalCode.CREDENTIAL_REVOKED);
        // The same body is no list of another part.
        assertThat(refused(caller(base + "/8", 0))).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(lists.health().status()).isEqualTo(Status.DOWN);
        assertThat(lists.health().detail()).contains("'sub' is not where it was fetched");
    }

    @Test
    void findsRevocationAtNextFetch() {
        VerifiedCredential caller = caller(base, 4);
        assertThat(refused(caller)).isNull();
        fixture.clock.advance(Duration.ofSeconds(29));
        lists.refresh();
        assertThat(server.fetches()).isEqualTo(1);
        fixture.clock.advance(Duration.ofSeconds(1));
        publish(base, 4);
        lists.refresh();
        assertThat(server.fetches()).isEqualTo(2);
        assertThat(refused(caller)).isEqualTo(RefusalCode.CREDENTIAL_REVOKED);
    }

    @Test
    void survivesOutageForLimitedTime() {
        VerifiedCredential caller = caller(base, 4);
        assertThat(refused(caller)).isNull();
        server.answer(503, "");
        fixture.clock.advance(Duration.ofSeconds(30));
        lists.refresh();
        assertThat(refused(caller)).isNull();
        assertThat(lists.health().status()).isEqualTo(Status.DEGRADED);
        fixture.clock.advance(STALE);
        assertThat(refused(caller)).isNull();
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(refused(caller)).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(lists.health().status()).isEqualTo(Status.DOWN);
        publish(base, 5);
        lists.refresh();
        assertThat(refused(caller)).isNull();
        assertThat(lists.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void neverUsesExpiredList() {
        lists.close();
        lists = lists((failing, late) -> false);
        VerifiedCredential caller = caller(base, 4);
        assertThat(refused(caller)).isNull();
        server.answer(503, "");
        fixture.clock.advance(Duration.ofHours(1).plusSeconds(29));
        assertThat(refused(caller)).isNull();
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(refused(caller)).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
    }

    @Test
    void refusesBeforeFirstFetch() {
        server.answer(500, "");
        assertThat(refused(caller(base, 4))).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
    }

    @Test
    void refusesListOfOtherKeyOrType() {
        server.publish(list(base, KeyFile.ephemeral(), 1));
        assertThat(refused(caller(base, 4))).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        fixture.clock.advance(Duration.ofSeconds(5));
        server.publish(fixture.token());
        lists.refresh();
        assertThat(lists.health().detail())
                .contains("its 'typ' is not statuslist+jwt")
                .doesNotContain("eyJ");
        publish(base, 1);
        fixture.clock.advance(Duration.ofSeconds(5));
        lists.refresh();
        assertThat(refused(caller(base, 4))).isNull();
    }

    @Test
    void anOlderListNeverReplacesANewerOne() {
        String old = list(base, fixture.keys);
        fixture.clock.advance(Duration.ofSeconds(10));
        publish(base, 4);
        VerifiedCredential caller = caller(base, 4);
        assertThat(refused(caller)).isEqualTo(RefusalCode.CREDENTIAL_REVOKED);
        server.publish(old);
        fixture.clock.advance(Duration.ofSeconds(30));
        lists.refresh();
        assertThat(refused(caller)).isEqualTo(RefusalCode.CREDENTIAL_REVOKED);
        assertThat(lists.health().detail()).contains("older than the present one");
    }

    @Test
    void treatsStallAndRedirectAsOutage() throws IOException {
        server.stall("eyJ");
        assertThat(refused(caller(base, 4))).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        try (KeyServer elsewhere = KeyServer.publishing(list(base, fixture.keys))) {
            server.redirect(elsewhere.uri());
            fixture.clock.advance(Duration.ofSeconds(5));
            lists.refresh();
            assertThat(elsewhere.fetches()).isZero();
            assertThat(refused(caller(base, 4))).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        }
    }

    @Test
    void thereIsABoundOnLists() {
        for (int i = 0; i < 64; i++) {
            publish(base + "/" + i, 1);
            assertThat(refused(caller(base + "/" + i, 0))).isNull();
        }
        publish(base + "/64", 1);
        assertThat(refused(caller(base + "/64", 0))).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(server.fetches()).isEqualTo(64);
        fixture.clock.advance(Duration.ofMinutes(61));
        server.answer(500, "");
        lists.refresh();
        publish(base + "/64", 1);
        assertThat(refused(caller(base + "/64", 0))).isNull();
    }

    @Test
    void plainHttpIsForTheLoopback() {
        TrustAnchor anchor = new TrustAnchor(TokenFixture.ISSUER, TokenFixture.AUDIENCE, List.of(fixture.keys));
        assertThatThrownBy(() -> new StatusLists(
                        List.of(new Watched(URI.create("http://example.com/list"), anchor)),
                        (failing, late) -> false,
                        fixture.clock,
                        Duration.ZERO,
                        schedule))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("https");
    }
}
