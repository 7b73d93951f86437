package io.github.licensing4j.core.credential;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.http.BoundedHttpClient;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;

/**
 * Fetches and parses the key set of an issuer, with one retry. Caches nothing: {@link RemoteKeys} keeps the last good set,
 * limits the fetches, and is read without waiting, which the caching sources of Nimbus do not offer
 * (docs/adr/0059).
 */
final class PublishedKeySet {
    private static final JWKSelector ALL = new JWKSelector(new JWKMatcher.Builder().build());

    private final KeySetAddress address;
    private final BoundedHttpClient client;
    private final JWKSource<SecurityContext> source;

    PublishedKeySet(KeySetAddress address, BoundedHttpClient client) {
        this.address = address;
        this.client = client;
        this.source = JWKSourceBuilder.<SecurityContext>create(url(address.text()), this::retrieve)
                .cache(false)
                .rateLimited(false)
                .refreshAheadCache(false)
                .retrying(true)
                .build();
    }

    private static URL url(String address) {
        try {
            return URI.create(address).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new LicensingException("'" + address + "' is no address of a key set", e);
        }
    }

    /** Fetches the set. Waits for the server, within the time-out of the client for each attempt. */
    List<JWK> fetch() {
        try {
            return source.get(ALL, null);
        } catch (KeySourceException | RuntimeException e) {
            // Some malformed sets make the parser fail with a runtime exception.
            address.failed();
            throw failure(e);
        }
    }

    private Resource retrieve(URL unused) throws IOException {
        try {
            PublishedText text = new PublishedText(address.locate(), PublishedText.Kind.KEY_SET, client);
            return new Resource(text.fetch(), null);
        } catch (LicensingException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // Nimbus retries what is an IOException.
            throw new IOException(e.getMessage(), e);
        }
    }

    private LicensingException failure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LicensingException known) {
                return known;
            }
        }
        return new LicensingException(
                address.text() + ": expected a JWK set (RFC 7517), " + thrown.getMessage(), thrown);
    }
}
