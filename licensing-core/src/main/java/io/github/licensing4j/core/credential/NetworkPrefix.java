package io.github.licensing4j.core.credential;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Finds the networks that calls come from: the first 24 bits of IPv4 addresses, the first 48 bits of IPv6 addresses. */
public final class NetworkPrefix {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 6;

    private NetworkPrefix() {}

    /** Returns the network of a peer, such as {@code 192.0.2.0/24}; empty if the peer may forward for many callers, or has no address. */
    public static Optional<String> of(Peer peer) {
        if (peer.route() != Route.DIRECT) {
            return Optional.empty();
        }
        byte[] bytes = AddressLiteral.parse(peer.address());
        if (bytes.length == 0) {
            return Optional.empty();
        }
        int kept = bytes.length == 4 ? IPV4_BYTES : IPV6_BYTES;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return Optional.of(InetAddress.getByAddress(bytes).getHostAddress() + "/" + 8 * kept);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes, expected 4 or 16", e);
        }
    }
}
