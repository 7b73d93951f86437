package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.TokenFault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads single parameters of a query as {@code @query-param} requires it (RFC 9421 §2.2.8): decoded as a form, encoded again. */
final class QueryParameters {
    private static final String HEX = "0123456789ABCDEF";

    private QueryParameters() {}

    /**
     * Returns the encoded value of the parameter with an encoded name.
     *
     * @param query the query with its question mark, or empty
     */
    static String value(String query, String name) throws TokenFault {
        List<String> found = new ArrayList<>(1);
        for (String pair :
                query.isEmpty() ? List.<String>of() : List.of(query.substring(1).split("&", -1))) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (encoded(decoded(key)).equals(name)) {
                found.add(encoded(decoded(equals < 0 ? "" : pair.substring(equals + 1))));
            }
        }
        if (found.size() != 1) {
            throw TokenFault.invalid("it covers a query parameter that occurs " + found.size() + " times");
        }
        return found.get(0);
    }

    private static String decoded(String text) throws TokenFault {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw TokenFault.invalid("the query of the request has a malformed escape");
        }
    }

    /** Encodes all but the characters that forms leave as they are; a space is {@code %20}. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) (b & 0xff))) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "*-._".indexOf(c) >= 0;
    }
}
