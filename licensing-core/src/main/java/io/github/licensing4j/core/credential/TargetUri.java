package io.github.licensing4j.core.credential;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the address of a request into one form, without query and fragment (RFC 9449 §4.3, check 9): syntax-based and
 * scheme-based normalization of RFC 3986 §6.2.2 and §6.2.3.
 */
public final class TargetUri {
    private TargetUri() {}

    /** Returns the normalized address; empty if it is no absolute http or https URI, or names a user. */
    public static Optional<String> normalized(String address) {
        if (!address.chars().allMatch(c -> c > ' ' && c <= '~')) {
            return Optional.empty();
        }
        try {
            return normalized(new URI(address));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Returns the normalized address; empty if it is no absolute http or https URI, or names a user. */
    public static Optional<String> normalized(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        if (!(scheme.equals("https") || scheme.equals("http")) || authority == null || authority.contains("@")) {
            return Optional.empty();
        }
        String path = withoutDotSegments(unescaped(uri.getRawPath()));
        return host(scheme, authority).map(host -> scheme + "://" + host + (path.isEmpty() ? "/" : path));
    }

    /** Returns scheme, host and port of a normalized address. */
    public static String origin(String normalized) {
        return normalized.substring(0, normalized.indexOf('/', normalized.indexOf("://") + 3));
    }

    /**
     * Returns host and port in lower case, without the port where it is empty or the default of the scheme; empty
     * without a host, or with more than one port. An IPv6 address is in brackets.
     */
    private static Optional<String> host(String scheme, String authority) {
        // The percent sign before the zone of an IPv6 address is no escape, and no other host knows the zone.
        if (authority.startsWith("[") && authority.contains("%")) {
            return Optional.empty();
        }
        String lower = unescaped(authority).toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':', lower.lastIndexOf(']') + 1);
        if (colon < 0) {
            return lower.isEmpty() ? Optional.empty() : Optional.of(lower);
        }
        if (colon == 0 || colon != lower.lastIndexOf(':')) {
            return Optional.empty();
        }
        String port = lower.substring(colon + 1);
        String standard = scheme.equals("https") ? "443" : "80";
        return Optional.of(port.isEmpty() || port.equals(standard) ? lower.substring(0, colon) : lower);
    }

    /** Decodes escapes of unreserved characters, and writes the others in upper case (RFC 3986 §6.2.2.1, §6.2.2.2). */
    private static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                plain.append(c);
                continue;
            }
            // A URI has two digits after each percent sign.
            String digits = text.substring(i + 1, i + 3);
            char decoded = (char) Integer.parseInt(digits, 16);
            if (isUnreserved(decoded)) {
                plain.append(decoded);
            } else {
                plain.append('%').append(digits.toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return plain.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    /** Removes the segments {@code .} and {@code ..} (RFC 3986 §5.2.4). */
    private static String withoutDotSegments(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        List<String> kept = new ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = segments[i];
            boolean isLast = i == segments.length - 1;
            if (!segment.equals(".") && !segment.equals("..")) {
                kept.add(segment);
                continue;
            }
            if (segment.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (isLast) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
