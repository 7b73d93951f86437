package io.github.licensing4j.core.credential;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.LicensingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts failed credentials by the address they come from, 300 a minute. It is asked after a credential has failed, so it
 * never refuses a good one.
 *
 * <p>Not asked of private and loopback peers that pass requests on: they stand for many callers, and blocking them would
 * block all of these. Safe for use by many threads.
 */
public final class FailedCredentialGuard {
    static final int MAX_FAILURES = 300;
    static final long WINDOW_MILLIS = 60_000;
    /** Past it, addresses never seen share one count. */
    static final int MAX_ADDRESSES = 10_000;

    private static final String OTHERS = "others";

    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    private volatile long sweptMillis;

    private record Window(long startMillis, int failures) {

        Window next(long nowMillis) {
            return hasEnded(nowMillis)
                    ? new Window(nowMillis, 1)
                    : new Window(startMillis, Math.min(failures, MAX_FAILURES) + 1);
        }

        boolean hasEnded(long nowMillis) {
            return nowMillis - startMillis >= WINDOW_MILLIS || nowMillis < startMillis;
        }
    }

    /** Counts one failure. Returns when to try again if there were too many, else nothing. */
    public Optional<Instant> failed(Peer peer, long nowMillis) {
        if (standsForMany(peer)) {
            return Optional.empty();
        }
        Window window = windows.merge(
                keyOf(peer.address(), nowMillis), new Window(nowMillis, 1), (old, first) -> old.next(nowMillis));
        return window.failures > MAX_FAILURES
                ? Optional.of(Instant.ofEpochMilli(window.startMillis + WINDOW_MILLIS))
                : Optional.empty();
    }

    private String keyOf(String address, long nowMillis) {
        if (windows.size() < MAX_ADDRESSES || windows.containsKey(address)) {
            return address;
        }
        // Looking through all of them is for once a second, not for every stranger.
        if (nowMillis - sweptMillis >= 1_000 || nowMillis < sweptMillis) {
            sweptMillis = nowMillis;
            windows.values().removeIf(window -> window.hasEnded(nowMillis));
        }
        return windows.size() < MAX_ADDRESSES ? address : OTHERS;
    }

    int addresses() {
        return windows.size();
    }

    private static boolean standsForMany(Peer peer) {
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
