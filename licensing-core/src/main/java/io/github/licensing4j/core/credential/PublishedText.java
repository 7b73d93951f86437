package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.http.HttpReply;
import io.github.licensing4j.core.http.HttpReply.Body;
import io.github.licensing4j.core.http.HttpReply.Received;
import io.github.licensing4j.core.http.HttpReply.Silent;
import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Fetches a document that an issuer publishes. */
final class PublishedText {
    private final URI uri;
    private final Kind kind;
    private final BoundedHttpClient client;

    /** The kind of document. */
    enum Kind {
        KEY_SET("key set", "application/jwk-set+json, application/json", 256 * 1024),
        METADATA("document of metadata", "application/json", 128 * 1024),
        STATUS_LIST("status list", "application/statuslist+jwt", StatusListToken.MAX_LENGTH);

        private final String text;
        private final String accept;
        private final int maxBytes;

        Kind(String text, String accept, int maxBytes) {
            this.text = text;
            this.accept = accept;
            this.maxBytes = maxBytes;
        }

        /** @throws LicensingException if the address is neither https nor http on the loopback */
        void check(URI uri) {
            if (!BoundedHttpClient.isTrustworthy(uri)) {
                throw new LicensingException(
                        "a " + text + " is fetched over https, or over http from the loopback, got '" + uri + "'");
            }
        }
    }

    /** @throws LicensingException if the address is neither https nor http on the loopback */
    PublishedText(URI uri, Kind kind, BoundedHttpClient client) {
        kind.check(uri);
        this.uri = uri;
        this.kind = kind;
        this.client = client;
    }

    /** Returns the address, as it is configured. */
    String uri() {
        return uri.toString();
    }

    /**
     * Returns the body of a 200 response.
     *
     * @throws LicensingException if there is none within the time-out and size
     */
    String fetch() {
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept", kind.accept).build();
        try {
            HttpReply reply = client.send(request, kind.maxBytes);
            return reply instanceof Received received ? body(received) : absent(((Silent) reply).cause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LicensingException(uri + ": interrupted while fetching the " + kind.text, e);
        }
    }

    private String body(Received received) {
        if (received.status() != 200) {
            throw new LicensingException(uri + ": expected a " + kind.text + ", got status " + received.status());
        }
        if (received.body() == Body.CUT_OFF) {
            throw new LicensingException(uri + ": the " + kind.text + " is larger than " + kind.maxBytes + " bytes");
        }
        return received.body() == Body.COMPLETE ? received.text() : absent(null);
    }

    private String absent(@Nullable Throwable cause) {
        throw cause == null
                ? new LicensingException(uri + ": no complete " + kind.text + " within " + client.timeout())
                : new LicensingException(uri + ": no " + kind.text + ", " + cause, cause);
    }
}
