package io.github.licensing4j.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Divides a body of the type {@code multipart/form-data} (RFC 7578) that is in memory into its parts. */
final class MultipartBody {
    private static final int MAX_PARTS = 1_000;
    private static final int MAX_HEADER = 16 * 1024;
    private static final byte[] END_OF_HEADER = {'\r', '\n', '\r', '\n'};

    private final byte[] body;
    private final byte[] delimiter;

    private MultipartBody(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    static boolean isMultipart(HttpServletRequest request) {
        return FormBody.mediaType(request.getContentType()).equals("multipart/form-data");
    }

    /**
     * Returns the parts of a body.
     *
     * @throws ServletException if it is malformed
     */
    static List<Part> parse(byte[] body, String contentType) throws ServletException {
        String boundary = HeaderParameters.of(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty()) {
            throw new ServletException("multipart/form-data has no boundary (RFC 7578 section 4.1)");
        }
        return new MultipartBody(body, boundary).parts();
    }

    private List<Part> parts() throws ServletException {
        List<Part> parts = new ArrayList<>();
        int at = next(0);
        while (!isLast(at)) {
            if (parts.size() == MAX_PARTS) {
                throw new ServletException("there are more than " + MAX_PARTS + " parts");
            }
            // A line break follows the delimiter, and one precedes the next delimiter.
            int from = indexOf(new byte[] {'\r', '\n'}, at, body.length) + 2;
            int end = next(from) - 2;
            parts.add(part(from, end));
            at = end + 2;
        }
        return List.copyOf(parts);
    }

    /** Returns where the next delimiter is: at the beginning of the body, or behind a line break. */
    private int next(int from) throws ServletException {
        for (int at = from; ; at++) {
            at = indexOf(delimiter, at, body.length);
            if (at == 0 || (at >= 2 && body[at - 2] == '\r' && body[at - 1] == '\n')) {
                return at;
            }
        }
    }

    private boolean isLast(int at) {
        int end = at + delimiter.length;
        return end + 1 < body.length && body[end] == '-' && body[end + 1] == '-';
    }

    private Part part(int from, int end) throws ServletException {
        int headerEnd = indexOf(END_OF_HEADER, from, Math.min(end, from + MAX_HEADER));
        String header = new String(body, from, headerEnd - from, StandardCharsets.UTF_8);
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : header.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        Map<String, String> disposition = HeaderParameters.of(fields.getOrDefault("content-disposition", ""));
        @Nullable String name = disposition.get("name");
        if (name == null) {
            throw new ServletException("a part has no name (RFC 7578 section 4.2)");
        }
        int content = headerEnd + END_OF_HEADER.length;
        return new BufferedPart(name, disposition.get("filename"), fields, slice(content, end));
    }

    private byte[] slice(int from, int to) {
        return Arrays.copyOfRange(body, from, Math.max(from, to));
    }

    private int indexOf(byte[] wanted, int from, int to) throws ServletException {
        for (int at = from; at + wanted.length <= to; at++) {
            int matched = 0;
            while (matched < wanted.length && body[at + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return at;
            }
        }
        throw new ServletException("multipart/form-data is malformed or not complete (RFC 7578)");
    }
}
