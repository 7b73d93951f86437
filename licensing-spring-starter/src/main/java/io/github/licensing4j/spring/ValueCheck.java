package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks single values, with a message that has the value and the expected form. */
final class ValueCheck {
    private static final Pattern SECRET = Pattern.compile(".*[.-](token|secret|signing-key|api-key)");
    private static final List<Form> FORMS = List.of(
            Form.of(
                    "licensing[.]tokens[.]environment",
                    "[a-z0-9]{1,16}",
                    "1 to 16 lower-case letters and digits, such as live"),
            Form.of(
                    "licensing[.]filter[.](include|exclude)\\[\\d+]",
                    "(/([*]{2}|((?![*]{2})[^/])*))+",
                    "a path that starts with '/', where '**' is a whole segment, such as /v1/**"),
            Form.of(
                    "licensing[.]cors[.]allowed-origins\\[\\d+]",
                    "[*]|[A-Za-z][A-Za-z0-9+.-]*://[^/?#\\s@*]+",
                    "scheme, host and port without a path, such as https://app.example, or * for every origin"));
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> MAY_BE_ZERO =
            Set.of("licensing.clock-skew", "licensing.catalog.reload-interval", "licensing.export.grace");

    private static final int MOST_EXCHANGES = 60_000;

    private ValueCheck() {}

    /**
     * The form of a textual property.
     *
     * @param property a pattern of property names
     * @param value a pattern of valid values
     * @param expected the expected form, for people
     */
    private record Form(Pattern property, Pattern value, String expected) {
        static Form of(String property, String value, String expected) {
            return new Form(Pattern.compile(property), Pattern.compile(value), expected);
        }
    }

    /** @throws LicensingException if the value is not valid for the property */
    static void check(String property, Object value) {
        if (value instanceof String text) {
            refusePlaceholder(property, text);
            checkText(property, text);
        } else if (value instanceof Path path) {
            refusePlaceholder(property, path.toString());
        } else if (value instanceof Duration duration) {
            checkDuration(property, duration);
        } else if (value instanceof Integer number && property.startsWith("licensing.limits.") && number < 1) {
            throw failure(property, number, "a number above zero");
        } else if (value instanceof Integer number
                && property.startsWith("licensing.tokens.exchanges-per-")
                && (number < 1 || number > MOST_EXCHANGES)) {
            throw failure(property, number, "a number from 1 to " + MOST_EXCHANGES + " a minute");
        } else if (value instanceof URI uri && property.endsWith("jwks-uri") && !isFetched(uri)) {
            throw failure(property, uri, "an address that begins with https, or with http on the loopback");
        } else if (value instanceof URI uri && property.equals("licensing.external-uri") && !isBase(uri)) {
            throw failure(property, uri, "an absolute address without a query, such as https://api.example.com");
        }
    }

    private static void refusePlaceholder(String property, String text) {
        if (text.contains("${")) {
            throw new LicensingException(property + " holds a placeholder ${…} that no property or environment variable"
                    + " resolves: expected its value");
        }
    }

    private static void checkText(String property, String text) {
        if (SECRET.matcher(property).matches()) {
            SecretForm.check(property, text);
        } else if (!text.isBlank() && SecretForm.isWrapped(text)) {
            throw failure(property, text, "the value alone, without white space and quotes around it");
        }
        for (Form form : FORMS) {
            if (form.property().matcher(property).matches()
                    && !form.value().matcher(text).matches()) {
                throw failure(property, text, form.expected());
            }
        }
    }

    private static void checkDuration(String property, Duration duration) {
        if (duration.isNegative() || (duration.isZero() && !MAY_BE_ZERO.contains(property))) {
            throw failure(property, duration, "a time above zero, such as 30s");
        }
    }

    private static boolean isFetched(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost())));
    }

    private static boolean isBase(URI uri) {
        boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        return http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    private static LicensingException failure(String property, Object value, String expected) {
        return new LicensingException(property + " is '" + value + "': expected " + expected);
    }
}
