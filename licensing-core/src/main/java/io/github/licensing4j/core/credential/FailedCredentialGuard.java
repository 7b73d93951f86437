package io.github.licensing4j.core.credential;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.LicensingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts failed credentials by the address they come from, by default 300 a minute. IPv6 addresses count by their network of 64
 * bits, the smallest that a host gets. It is called after a credential has failed, so it never refuses a valid one.
 *
 * <p>While it is full, new addresses are not counted, so that no caller is blocked for the failures of others. Once a
 * second it drops addresses with few failures.
 *
 * <p>It does not apply to private and loopback peers that forward requests: they represent many callers, and blocking
 * them would block all of these. Safe for use by many threads.
 */
public final class FailedCredentialGuard {
    static final long WINDOW_MILLIS = 60_000;

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final int maxFailures;
    private final int fewFailures;
    private final int maxAddresses;
    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    private volatile long sweptMillis;

    public FailedCredentialGuard(FailedCredentialSettings settings) {
        this.maxFailures = settings.perMinute();
        this.fewFailures = maxFailures / 10;
        this.maxAddresses = settings.maxAddresses();
    }

    private record Window(long startMillis, int failures) {

        Window next(long nowMillis, int maxFailures) {
            return hasEnded(nowMillis)
                    ? new Window(nowMillis, 1)
                    : new Window(startMillis, Math.min(failures, maxFailures) + 1);
        }

        boolean hasEnded(long nowMillis) {
            return nowMillis - startMillis >= WINDOW_MILLIS || nowMillis < startMillis;
        }
    }

    /** Counts one failure. Returns when to try again if there were too many, else empty. */
    public Optional<Instant> failed(Peer peer, long nowMillis) {
        if (maxFailures == 0 || isShared(peer)) {
            return Optional.empty();
        }
        String network = networkOf(peer.address());
        if (!hasRoomFor(network, nowMillis)) {
            return Optional.empty();
        }
        Window window =
                windows.merge(network, new Window(nowMillis, 1), (old, first) -> old.next(nowMillis, maxFailures));
        return window.failures > maxFailures
                ? Optional.of(Instant.ofEpochMilli(window.startMillis + WINDOW_MILLIS))
                : Optional.empty();
    }

    private boolean hasRoomFor(String network, long nowMillis) {
        if (windows.size() < maxAddresses || windows.containsKey(network)) {
            return true;
        }
        // A scan of all addresses is limited to once a second, so that new addresses do not each cause one.
        if (nowMillis - sweptMillis >= 1_000 || nowMillis < sweptMillis) {
            sweptMillis = nowMillis;
            windows.values().removeIf(window -> window.hasEnded(nowMillis) || window.failures < fewFailures);
        }
        return windows.size() < maxAddresses;
    }

    /** Returns the address, or the first 64 bits of an IPv6 one. An IPv4-mapped address counts as IPv4. */
    private static String networkOf(String address) {
        byte[] bytes = AddressLiteral.parse(address);
        return bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address;
    }

    int addresses() {
        return windows.size();
    }

    private static boolean isShared(Peer peer) {
        if (peer.route() == Route.DIRECT) {
            return false;
        }
        byte[] bytes = AddressLiteral.parse(peer.address());
        if (bytes.length == 0) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return address.isLoopbackAddress() || address.isSiteLocalAddress() || isUniqueLocal(bytes);
        } catch (UnknownHostException e) {
            throw new LicensingException("an address of " + bytes.length + " bytes, expected 4 or 16", e);
        }
    }

    private static boolean isUniqueLocal(byte[] address) {
        return address.length == 16 && (address[0] & 0xFE) == 0xFC;
    }
}
