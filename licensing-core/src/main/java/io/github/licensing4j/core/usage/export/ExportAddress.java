package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicensingException;
import java.net.URI;
import java.util.Set;

/**
 * An address to which events are posted: https, or http on the loopback where that is allowed.
 *
 * @param uri without user information and fragment; its path and query are never shown, as they may contain a secret
 * @param plain whether http is allowed on the loopback
 */
public record ExportAddress(URI uri, Plain plain) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Allows or refuses http. */
    public enum Plain {
        REFUSED,
        /** Allowed on the loopback only, for tests and side-cars. */
        ALLOW_ON_LOOPBACK
    }

    public ExportAddress {
        String host = uri.getHost();
        boolean loopback = "http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(String.valueOf(host));
        boolean allowed = "https".equalsIgnoreCase(uri.getScheme()) || (loopback && plain == Plain.ALLOW_ON_LOOPBACK);
        if (host == null || !allowed) {
            throw new LicensingException("usage would be exported to " + uri.getScheme() + "://" + host
                    + ", expected https, or http on the loopback where allow-http is set");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new LicensingException(
                    "usage would be exported to " + host + " with user information or a fragment in the address");
        }
    }

    /** Creates an address over https. */
    public static ExportAddress of(URI uri) {
        return new ExportAddress(uri, Plain.REFUSED);
    }

    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost();
    }
}
