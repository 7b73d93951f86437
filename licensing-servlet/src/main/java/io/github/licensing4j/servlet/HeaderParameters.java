package io.github.licensing4j.servlet;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the parameters of a field value such as {@code form-data; name="file"} (RFC 9110 section 5.6.6). */
final class HeaderParameters {
    private final String value;
    private int at;

    private HeaderParameters(String value) {
        this.value = value;
    }

    /** Returns the parameters by their names in lower case; of two with the same name the first. */
    static Map<String, String> of(String value) {
        HeaderParameters reader = new HeaderParameters(value);
        Map<String, String> parameters = new HashMap<>();
        String unused = reader.skipTo(";");
        while (reader.at < value.length()) {
            reader.at++;
            String name = reader.skipTo("=;").strip().toLowerCase(Locale.ROOT);
            if (reader.at < value.length() && value.charAt(reader.at) == '=') {
                reader.at++;
                parameters.putIfAbsent(name, reader.parameterValue());
            }
        }
        return parameters;
    }

    private String parameterValue() {
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        if (at == value.length() || value.charAt(at) != '"') {
            return skipTo(";").strip();
        }
        at++;
        StringBuilder text = new StringBuilder();
        while (at < value.length() && value.charAt(at) != '"') {
            // Only a quote is escaped: some clients send paths with backslashes.
            if (value.startsWith("\\\"", at)) {
                at++;
            }
            text.append(value.charAt(at++));
        }
        String unused = skipTo(";");
        return text.toString();
    }

    /** Moves to the next of some characters, or to the end, and returns what is before it. */
    private String skipTo(String ends) {
        int from = at;
        while (at < value.length() && ends.indexOf(value.charAt(at)) < 0) {
            at++;
        }
        return value.substring(from, at);
    }
}
