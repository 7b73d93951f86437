package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.Order;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to a route, as its handler sees it.
 *
 * @param request the request
 * @param variables what stood in the path where the route has braces
 * @param admin what manages licenses
 * @param actor who asks
 */
record Exchange(HttpServletRequest request, List<String> variables, LicenseAdmin admin, String actor) {
    private static final int MAX_KEY = 255;

    /** What stood in the first braces. */
    String id() {
        return variables.get(0);
    }

    Body body(Set<String> known) throws IOException {
        return Json.body(request, known);
    }

    /** A query parameter, null if it is absent or empty. */
    @Nullable
    String query(String name) {
        String value = request.getParameter(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** How many items a page is asked to have. */
    int limit() {
        String text = query("limit");
        if (text == null) {
            return 100;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw new InvalidFieldException("limit", "expected 1 to 1,000");
        }
        return Integer.parseInt(text);
    }

    Order order(@Nullable String reason) {
        return Order.by(actor, reason);
    }

    /** An order to make something, which a repeat of the same request does not make again. */
    Order orderOnce(@Nullable String reason, Object asked) {
        String key = request.getHeader("Idempotency-Key");
        if (key == null) {
            return order(reason);
        }
        if (key.isBlank() || key.length() > MAX_KEY || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new FailureException(
                    Failure.unreadable("The Idempotency-Key is not 1 to " + MAX_KEY + " printable ASCII characters."));
        }
        String fingerprint = hash(request.getRequestURI() + "\n" + asked);
        return new Order(actor, reason, new Order.Request(hash(actor + "\n" + key), fingerprint));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
