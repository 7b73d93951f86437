package io.github.licensing4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request as the engine sees it.
 *
 * @param method the HTTP method as sent
 * @param path where it goes
 * @param credentials every credential the request carries, in the order of the configured sources; more than one is refused
 * @param peer who sent it
 */
public record Call(String method, RequestPath path, List<Credential> credentials, Peer peer) {
    public Call {
        credentials = List.copyOf(credentials);
    }

    /**
     * The other end of the connection.
     *
     * @param address the address as the container resolved it, textual
     * @param route whether the request came directly or says that somebody passed it on
     * @param user the user the host has authenticated, null if it knows of none
     * @param device the device the caller says it is, null if it does not say
     */
    public record Peer(
            String address,
            Route route,
            @Nullable String user,
            @Nullable String device) {

        /** A peer of whom nothing but the address is known. */
        public Peer(String address, Route route) {
            this(address, route, null, null);
        }
    }

    /** How a request says that it came here. */
    public enum Route {
        /** No forwarding header: the peer speaks for itself. */
        DIRECT,
        /** A forwarding header is present and was not consumed by a configured proxy: the peer speaks for many. */
        FORWARDED
    }
}
