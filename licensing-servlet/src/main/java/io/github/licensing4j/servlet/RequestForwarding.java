package io.github.licensing4j.servlet;

import io.github.licensing4j.License;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Replaces credentials of requests by header fields that describe their license. Safe for use by many threads. */
final class RequestForwarding {
    private static final String HEX = "0123456789ABCDEF";

    private final ForwardedFields settings;
    private final CallReader reader;
    private final Map<ForwardedFields.Field, String> names = new LinkedHashMap<>();

    RequestForwarding(ForwardedFields settings, CallReader reader) {
        this.settings = settings;
        this.reader = reader;
        for (ForwardedFields.Field field : ForwardedFields.Field.values()) {
            if (settings.fields().contains(field)) {
                names.put(field, settings.prefix() + field.suffix());
            }
        }
    }

    /** Returns a chain that passes on a request with forwarded fields. */
    FilterChain chain(PendingCall call, FilterChain chain) {
        return (request, response) -> chain.doFilter(
                new ForwardedRequest((HttpServletRequest) request, (HttpServletResponse) response, call, this),
                response);
    }

    /** Returns whether a field of callers is hidden because its name is ours, in any spelling. */
    boolean isOwn(String name) {
        String prefix = settings.prefix();
        if (name.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            char found = name.charAt(i) == '_' ? '-' : name.charAt(i);
            if (Character.toLowerCase(found) != Character.toLowerCase(prefix.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether lines of a field can be credentials. */
    boolean mayBeCredential(String name) {
        return reader.reads(name);
    }

    /** Returns whether a line of such a field is a credential. */
    boolean isCredential(String name, String line) {
        return reader.isCredential(name, line);
    }

    /** Returns the forwarded fields of a call by name; empty unless it was granted to a license. */
    Map<String, String> fields(PendingCall call) {
        Optional<License> license = call.context().license();
        if (license.isEmpty()) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        names.forEach((field, name) -> fields.put(name, encoded(field.value(license.get()))));
        return fields;
    }

    /**
     * Percent-encodes what a header field cannot contain, the percent sign and the comma, which would make a list of one
     * value.
     */
    static String encoded(String value) {
        var text = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b <= '~' && b != '%' && b != ',') {
                text.append((char) b);
            } else {
                text.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return text.toString();
    }
}
