package io.github.licensing4j.core.cli;

import java.net.URI;
import java.util.Set;

/** The address of a service's admin API. The admin token is sent there, so it must be https or on this machine. */
record AdminAddress(URI base) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The addresses to which unencrypted requests are allowed. */
    enum Plain {
        ON_LOOPBACK,
        ALLOWED
    }

    static AdminAddress parse(String text, Plain plain) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--url is no address", e);
        }
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new UsageException("--url needs a host and a path alone, such as https://host/licensing/v1");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        boolean allowed = plain == Plain.ALLOWED || LOOPBACK.contains(uri.getHost());
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !(http && allowed)) {
            throw new UsageException(
                    "--url needs https, or http on this machine; --allow-http sends the token in the clear");
        }
        return new AdminAddress(uri);
    }

    /** Returns the address of a path under the admin API. */
    URI resolve(String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + path);
    }
}
