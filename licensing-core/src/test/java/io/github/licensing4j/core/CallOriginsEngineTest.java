package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.spi.OriginSighting.Count;
import io.github.licensing4j.spi.OriginSighting.Kind;
import io.github.licensing4j.spi.SignalStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what an engine remembers of the origins of its calls. */
class CallOriginsEngineTest {
    private static final Instant HOUR = Instant.parse("2026-01-31T10:00:00Z");

    @TempDir
    Path dir;

    private AdminFixture fixture;
    private String license;
    private NewKey key;

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir);
        license = fixture.bought("gold@1");
        key = fixture.admin.keys().create(license, KeyRequest.plain(), AdminFixture.BY);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Identification call(String credential, String address, @Nullable String agent) {
        return call(credential, new Peer(address, Route.DIRECT), agent);
    }

    private Identification call(String credential, Peer peer, @Nullable String agent) {
        var call = Call.builder("GET", new RequestPath.Canonical("/v1"))
                .credential(new Credential(Source.BEARER, credential))
                .peer(peer);
        return fixture.engine.licensing.identify((agent == null ? call : call.header("User-Agent", agent)).build());
    }

    private List<Count> counts(Kind kind) {
        fixture.tend();
        return fixture.store
                .signals()
                .orElseThrow()
                .sightings(kind, EngineFixture.ISSUER, new SignalStore.Hours(HOUR, HOUR.plus(Duration.ofDays(1))), 1);
    }

    private Count count(Instant hour, long values) {
        return new Count(hour.toEpochMilli(), license, key.view().id(), values);
    }

    @Test
    void countsNetworksAndDevicesOfKey() {
        for (int i = 0; i < 20; i++) {
            call(key.key(), "192.0." + i % 5 + "." + i, "agent " + i % 3);
        }
        assertThat(counts(Kind.NETWORK)).containsExactly(count(HOUR, 5));
        assertThat(counts(Kind.DEVICE)).containsExactly(count(HOUR, 3));
    }

    @Test
    void addressesOfOneNetworkAreOne() {
        for (int i = 0; i < 20; i++) {
            call(key.key(), "192.0.2." + i, null);
        }
        assertThat(counts(Kind.NETWORK)).isEmpty();
    }

    @Test
    void moveAtChangeOfHourCountsInNeither() {
        call(key.key(), "192.0.2.1", null);
        fixture.clock.set("2026-01-31T11:00:00Z");
        call(key.key(), "192.0.3.1", null);
        assertThat(counts(Kind.NETWORK)).isEmpty();
        call(key.key(), "192.0.4.1", null);
        assertThat(counts(Kind.NETWORK)).containsExactly(count(HOUR.plus(Duration.ofHours(1)), 2));
    }

    @Test
    void callsBehindAnUnknownProxyAreNotCounted() {
        for (int i = 0; i < 5; i++) {
            call(key.key(), new Peer("192.0." + i + ".1", Route.FORWARDED), null);
            call("lk_test_" + i, new Peer("192.0.2.1", Route.FORWARDED), null);
        }
        assertThat(counts(Kind.NETWORK)).isEmpty();
        assertThat(counts(Kind.BAD_CREDENTIAL)).isEmpty();
    }

    @Test
    void tokensCountForTheirKey() {
        Exchanged exchanged =
                (Exchanged) fixture.admin.tokens().exchange(key.key(), Set.of(), new Peer("192.0.2.1", Route.DIRECT));
        for (int i = 0; i < 4; i++) {
            call(exchanged.token().token(), "192.0." + i + ".1", null);
        }
        assertThat(counts(Kind.NETWORK)).containsExactly(count(HOUR, 4));
    }

    @Test
    void countsCredentialsThatAreNotValidByNetwork() {
        for (int i = 0; i < 30; i++) {
            call("lk_test_guess" + i % 25, "2001:db8:7:" + i + "::1", null);
        }
        // An expired or revoked credential was valid once: that is no guess.
        fixture.admin.keys().revoke(key.view().id(), AdminFixture.BY);
        call(key.key(), "2001:db8:7::1", null);
        assertThat(counts(Kind.BAD_CREDENTIAL))
                .containsExactly(new Count(HOUR.toEpochMilli(), "", "2001:db8:7:0:0:0:0:0/48", 25));
    }

    @Test
    void countsMissingPathsOfLicense() {
        for (int i = 0; i < 12; i++) {
            Identified caller = (Identified) call(key.key(), "192.0.2.1", null);
            Granted granted = (Granted) fixture.engine.licensing.decide(
                    caller, CalledEndpoint.requiring(Requirement.license()), Dispatch.REQUEST);
            Outcome found = new Outcome(i < 9 ? 404 : 200, 0);
            granted.reservation().settle(i < 9 ? found.missing("/v1/" + i) : found);
        }
        assertThat(counts(Kind.MISSING_PATH)).containsExactly(new Count(HOUR.toEpochMilli(), license, "", 9));
    }
}
