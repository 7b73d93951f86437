package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which network an address is of. */
class NetworkPrefixTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.255, 192.0.2.0/24",
        "0.0.0.0, 0.0.0.0/24",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:0:0:0:0:0/48",
        "2001:db8::1, 2001:db8:0:0:0:0:0:0/48",
        "::ffff:192.0.2.7, 192.0.2.0/24"
    })
    void keepsFirstBits(String address, String network) {
        assertThat(NetworkPrefix.of(new Peer(address, Route.DIRECT))).contains(network);
    }

    @Test
    void hasNoneOfOthers() {
        assertThat(NetworkPrefix.of(new Peer("192.0.2.1", Route.FORWARDED))).isEmpty();
        assertThat(NetworkPrefix.of(new Peer("unknown", Route.DIRECT))).isEmpty();
        assertThat(NetworkPrefix.of(new Peer("192.0.2.256", Route.DIRECT))).isEmpty();
    }
}
