package io.github.licensing4j;

import java.util.List;

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
     */
    public record Peer(String address, Route route) {}

    /** How a request says that it came here. */
    public enum Route {
        /** No forwarding header: the peer speaks for itself. */
        DIRECT,
        /** A forwarding header is present and was not consumed by a configured proxy: the peer speaks for many. */
        FORWARDED
    }
}
