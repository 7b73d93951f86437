package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.http.BoundedHttpClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * The introspection endpoint of an issuer (RFC 7662), and how long its answers are used.
 *
 * @param uri https, or http on the loopback
 * @param client the account of this service at the endpoint
 * @param timeout how long a call waits for an answer; from 50 ms to 10 s, default 1 s
 * @param reuse how long the answer about an active token is used, never beyond its {@code exp}; from 1 s to 1 h, default 60 s
 * @param reuseOfRejections how long the answer about any other token is used; from 1 s to 10 min, default 10 s
 */
public record Introspection(
        URI uri, ClientSecret client, Duration timeout, Duration reuse, Duration reuseOfRejections) {

    /**
     * The account of this service, which is sent by HTTP Basic (RFC 6749 §2.3.1).
     *
     * @param id the client id
     * @param secret the client secret; never shown
     */
    public record ClientSecret(String id, String secret) {
        public ClientSecret {
            if (id.isBlank() || secret.isBlank()) {
                throw new LicensingException("introspection needs a client id and a client secret");
            }
        }

        /** Returns the value of the {@code Authorization} field. Both parts are form-encoded first (RFC 6749 §2.3.1). */
        String authorization() {
            String pair = encoded(id) + ":" + encoded(secret);
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "ClientSecret[id=" + id + ", secret=***]";
        }
    }

    public Introspection {
        if (!BoundedHttpClient.isTrustworthy(uri)) {
            throw new LicensingException(
                    "tokens are introspected over https, or over http on the loopback, got '" + uri + "'");
        }
        require("time-out of introspection", timeout, Duration.ofMillis(50), Duration.ofSeconds(10));
        require("reuse of introspections", reuse, Duration.ofSeconds(1), Duration.ofHours(1));
        require("reuse of rejections", reuseOfRejections, Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    private static void require(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new LicensingException("the " + what + " is " + value + ": expected " + least + " to " + most);
        }
    }

    /** Creates an endpoint with the default times. */
    public static Introspection of(URI uri, String clientId, String clientSecret) {
        return new Introspection(
                uri,
                new ClientSecret(clientId, clientSecret),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }
}
