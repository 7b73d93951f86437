package io.github.licensing4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that the engine decides.
 *
 * @param method the HTTP method as sent
 * @param path the path of the request
 * @param credentials every credential the request carries, in the order of the configured sources; more than one is refused
 * @param peer the sender
 * @param evidence reads what proves the possession of a key
 */
public record Call(String method, RequestPath path, List<Credential> credentials, Peer peer, CallEvidence evidence) {
    public Call {
        credentials = List.copyOf(credentials);
    }

    /** Returns a builder of a call, without a credential and without evidence. */
    public static CallBuilder builder(String method, RequestPath path) {
        return new CallBuilder(method, path);
    }

    /**
     * The other end of the connection.
     *
     * @param address the address as the container resolved it, textual
     * @param route whether the request came directly or was forwarded
     * @param user the user that the host has authenticated, null if there is none
     * @param device the device that the caller claims, null if it claims none
     * @param organisation the organisation that the host says the caller belongs to, null if it says none
     */
    public record Peer(
            String address,
            Route route,
            @Nullable String user,
            @Nullable String device,
            @Nullable String organisation) {

        /** Creates a peer with an address only. */
        public Peer(String address, Route route) {
            this(address, route, null, null, null);
        }
    }

    /** The way a request arrived. */
    public enum Route {
        /** No forwarding header: the peer is the caller. */
        DIRECT,
        /**
         * A forwarding header is present and was not consumed by a configured proxy: the peer may forward for many
         * callers.
         */
        FORWARDED
    }
}
