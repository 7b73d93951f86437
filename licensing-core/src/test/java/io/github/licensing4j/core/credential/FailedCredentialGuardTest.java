package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.FailedCredentialGuard.WINDOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.LicensingException;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailedCredentialGuardTest {
    private static final long NOW = 1_773_144_000_000L;
    private static final Peer PEER = new Peer("203.0.113.7", Route.DIRECT);

    private static final int MAX_FAILURES = 300;
    private static final int MAX_ADDRESSES = 10_000;

    private final FailedCredentialGuard guard = new FailedCredentialGuard(FailedCredentialSettings.defaults());

    private void exhaust(Peer peer, long nowMillis) {
        for (int i = 0; i < MAX_FAILURES; i++) {
            assertThat(guard.failed(peer, nowMillis)).as("failure %s", i + 1).isEmpty();
        }
    }

    @Test
    void admitsThreeHundredFailures() {
        exhaust(PEER, NOW);
        assertThat(guard.failed(PEER, NOW + 1)).contains(Instant.ofEpochMilli(NOW + 60_000));
        assertThat(guard.failed(PEER, NOW + WINDOW_MILLIS - 1)).contains(Instant.ofEpochMilli(NOW + 60_000));
    }

    @Test
    void resetsAtReturnedInstant() {
        exhaust(PEER, NOW);
        Instant again = guard.failed(PEER, NOW).orElseThrow();
        exhaust(PEER, again.toEpochMilli());
        assertThat(guard.failed(PEER, again.toEpochMilli())).contains(again.plusMillis(WINDOW_MILLIS));
    }

    @Test
    void countsEachAddressForItself() {
        exhaust(PEER, NOW);
        assertThat(guard.failed(PEER, NOW)).isPresent();
        assertThat(guard.failed(new Peer("203.0.113.8", Route.DIRECT), NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "::1",
                "0:0:0:0:0:0:0:1",
                "fc00::1",
                "fd12:3456::1",
                "::ffff:10.1.2.3"
            })
    void neverBlocksPrivateProxy(String address) {
        Peer proxy = new Peer(address, Route.FORWARDED);
        exhaust(proxy, NOW);
        assertThat(guard.failed(proxy, NOW)).isEmpty();
        assertThat(guard.addresses()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "::1", "fd12:3456::1"})
    void blocksPrivatePeerWithoutForwarding(String address) {
        Peer direct = new Peer(address, Route.DIRECT);
        exhaust(direct, NOW);
        assertThat(guard.failed(direct, NOW)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "172.32.0.1", "2001:db8::1", "localhost", "127.1", "unknown", ""})
    void blocksPublicProxy(String address) {
        Peer forwarded = new Peer(address, Route.FORWARDED);
        exhaust(forwarded, NOW);
        assertThat(guard.failed(forwarded, NOW)).isPresent();
    }

    @Test
    void staysBoundedUnderFlood() {
        exhaust(PEER, NOW);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            refused += guard.failed(stranger(i), NOW).isPresent() ? 1 : 0;
        }
        assertThat(guard.addresses()).isLessThanOrEqualTo(MAX_ADDRESSES);
        assertThat(refused).isZero();
        assertThat(guard.failed(PEER, NOW)).isPresent();
    }

    @Test
    @Tag("4.2.7")
    void limitsFrequentFailuresInFlood() {
        for (int i = 0; i < 80_000; i++) {
            long now = NOW + i / 20_000 * 1_000L;
            guard.failed(stranger(i), now);
            if (i % 200 == 0) {
                guard.failed(PEER, now);
            }
        }
        assertThat(guard.failed(PEER, NOW + 4_000)).isPresent();
    }

    @Test
    @Tag("4.2.7")
    void countsAnIpv6NetworkAsOne() {
        for (int i = 0; i < MAX_FAILURES; i++) {
            assertThat(guard.failed(new Peer("2001:db8:0:7::" + Integer.toHexString(i), Route.DIRECT), NOW))
                    .isEmpty();
        }
        assertThat(guard.failed(new Peer("2001:db8::7:ffff:0:0:1", Route.DIRECT), NOW))
                .isPresent();
        assertThat(guard.failed(new Peer("2001:db8:0:8::1", Route.DIRECT), NOW)).isEmpty();
        assertThat(guard.failed(new Peer("::ffff:203.0.113.7", Route.DIRECT), NOW))
                .isEmpty();
    }

    @Test
    void freesEntriesAfterFlood() {
        for (int i = 0; i < 50_000; i++) {
            guard.failed(stranger(i), NOW);
        }
        assertThat(guard.failed(PEER, NOW + WINDOW_MILLIS)).isEmpty();
        assertThat(guard.addresses()).isEqualTo(1);
    }

    @Test
    void countsAsConfigured() {
        FailedCredentialGuard strict = new FailedCredentialGuard(new FailedCredentialSettings(2, 1));
        assertThat(strict.failed(PEER, NOW)).isEmpty();
        assertThat(strict.failed(PEER, NOW)).isEmpty();
        assertThat(strict.failed(PEER, NOW)).contains(Instant.ofEpochMilli(NOW + WINDOW_MILLIS));
        for (int i = 0; i < 5; i++) {
            assertThat(strict.failed(stranger(1), NOW)).as("not counted").isEmpty();
        }
        assertThat(strict.addresses()).isEqualTo(1);
    }

    @Test
    void zeroIsNoLimit() {
        FailedCredentialGuard off = new FailedCredentialGuard(new FailedCredentialSettings(0, 1));
        for (int i = 0; i < 1000; i++) {
            assertThat(off.failed(PEER, NOW)).isEmpty();
        }
        assertThat(off.addresses()).isZero();
    }

    @Test
    void refusesOtherSettings() {
        assertThatThrownBy(() -> new FailedCredentialSettings(-1, 1))
                .isInstanceOf(LicensingException.class)
                .hasMessage("an address may have -1 failed credentials a minute: expected 0 to 1000000");
        assertThatThrownBy(() -> new FailedCredentialSettings(1, 0))
                .isInstanceOf(LicensingException.class)
                .hasMessage("failed credentials are counted for 0 addresses: expected 1 to 1000000");
    }

    private static Peer stranger(int i) {
        return new Peer("198.18." + i / 256 + "." + i % 256, Route.DIRECT);
    }
}
