package io.github.licensing4j.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a form from its body. Forms are those of POST (Servlet specification §3.1.1). */
final class FormBody {
    private static final int MAX_PARAMETERS = 10_000;

    private FormBody() {}

    static boolean isForm(HttpServletRequest request) {
        return "POST".equals(request.getMethod())
                && mediaType(request.getContentType()).equals("application/x-www-form-urlencoded");
    }

    /** Returns a media type in lower case, without its parameters; empty if there is none. */
    static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Returns parameters with those of a form added: values of the same name follow, as containers have it. */
    static Map<String, String[]> with(Map<String, String[]> query, byte[] form, Charset charset) {
        Map<String, List<String>> all = copy(query);
        String[] pairs = new String(form, StandardCharsets.ISO_8859_1).split("&", MAX_PARAMETERS + 1);
        if (pairs.length > MAX_PARAMETERS) {
            throw new IllegalStateException("the form has more than " + MAX_PARAMETERS + " parameters");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals), charset);
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), charset);
                all.computeIfAbsent(name, absent -> new ArrayList<>(1)).add(value);
            }
        }
        return parameters(all);
    }

    /** Returns parameters with those parts added that are no files. */
    static Map<String, String[]> with(Map<String, String[]> query, List<Part> parts, Charset charset) {
        Map<String, List<String>> all = copy(query);
        for (Part part : parts) {
            byte[] field = part instanceof BufferedPart buffered ? buffered.field() : null;
            if (field != null) {
                all.computeIfAbsent(part.getName(), absent -> new ArrayList<>(1))
                        .add(new String(field, charset));
            }
        }
        return parameters(all);
    }

    private static Map<String, List<String>> copy(Map<String, String[]> parameters) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        parameters.forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
        return all;
    }

    private static Map<String, String[]> parameters(Map<String, List<String>> all) {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        all.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(parameters);
    }

    private static String decoded(String text, Charset charset) {
        try {
            return URLDecoder.decode(text, charset);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the form has a malformed escape", e);
        }
    }
}
