package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.http.BoundedHttpClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Locates the key set of an issuer by its metadata: OpenID Connect Discovery 1.0 §4, then RFC 8414 §3. The {@code issuer} of
 * the document must be exactly the configured one (RFC 8414 §3.3). The found address is used for an hour, or until no set
 * can be read from it.
 */
final class IssuerMetadata implements KeySetAddress {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int MAX_ADDRESS = 2048;

    private final String issuer;
    private final List<PublishedText> documents;
    private final InstantSource clock;
    private @Nullable URI located;
    private long locatedMillis;

    /** @throws LicensingException if the issuer is no https address without query and fragment, or http on the loopback */
    IssuerMetadata(String issuer, BoundedHttpClient client, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
        this.documents = addresses(issuer).stream()
                .map(uri -> new PublishedText(uri, PublishedText.Kind.METADATA, client))
                .toList();
    }

    /** Returns where the metadata may be, in the order in which they are tried. */
    static List<URI> addresses(String issuer) {
        URI base = parsed(issuer);
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        // RFC 8414 §3.1 and OpenID Connect Discovery 1.0 §4.1: a terminating slash is removed first.
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String origin = base.getScheme() + "://" + base.getRawAuthority();
        return List.of(
                URI.create(origin + trimmed + "/.well-known/openid-configuration"),
                URI.create(origin + "/.well-known/oauth-authorization-server" + trimmed));
    }

    private static URI parsed(String issuer) {
        try {
            URI base = new URI(issuer);
            if (base.getRawQuery() == null
                    && base.getRawFragment() == null
                    && base.getRawUserInfo() == null
                    && BoundedHttpClient.isTrustworthy(base)) {
                return base;
            }
        } catch (java.net.URISyntaxException e) {
            throw new LicensingException(unusable(issuer), e);
        }
        throw new LicensingException(unusable(issuer));
    }

    private static String unusable(String issuer) {
        return "the keys of issuer '" + issuer
                + "' are found by its metadata, which needs an https address without query and"
                + " fragment, or http on the loopback: configure the address of its key set instead";
    }

    @Override
    public URI locate() {
        long now = clock.millis();
        URI known = located;
        if (known != null && now - locatedMillis < LIFETIME.toMillis() && now >= locatedMillis) {
            return known;
        }
        URI found = find();
        located = found;
        locatedMillis = now;
        return found;
    }

    private URI find() {
        LicensingException first = null;
        for (PublishedText document : documents) {
            try {
                return read(document.fetch());
            } catch (LicensingException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first == null ? new LicensingException("no metadata of issuer '" + issuer + "'") : first;
    }

    private URI read(String json) {
        try {
            Members members = new Members();
            StrictJson.readObject(json.strip().getBytes(StandardCharsets.UTF_8), "the metadata", members);
            if (!issuer.equals(members.issuer)) {
                throw new LicensingException("the metadata of issuer '" + issuer + "' is that of another issuer");
            }
            URI uri = URI.create(members.keySet);
            PublishedText.Kind.KEY_SET.check(uri);
            return uri;
        } catch (TokenFault | IllegalArgumentException e) {
            throw new LicensingException(
                    "the metadata of issuer '" + issuer + "' is malformed: "
                            + PrintableText.of(String.valueOf(e.getMessage()), 200),
                    e);
        }
    }

    private static final class Members implements StrictJson.Members {
        private String issuer = "";
        private String keySet = "";

        @Override
        public void read(String name, StrictJson json) throws TokenFault {
            switch (name) {
                case "issuer" -> issuer = json.text(name, MAX_ADDRESS);
                case "jwks_uri" -> keySet = json.text(name, MAX_ADDRESS);
                default -> json.skip();
            }
        }
    }

    @Override
    public void failed() {
        located = null;
    }

    @Override
    public String text() {
        return issuer;
    }
}
