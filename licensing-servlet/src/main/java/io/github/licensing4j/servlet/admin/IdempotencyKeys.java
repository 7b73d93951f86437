package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.AdminContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells a repeated request from another one, by its {@code Idempotency-Key} and all that it asks. */
final class IdempotencyKeys {
    private static final int MAX_KEY = 255;

    private IdempotencyKeys() {}

    /** The order a request gives. Its fingerprint covers method, path and the whole body, in whatever order it came. */
    static AdminContext order(HttpServletRequest request, String actor, Body body) {
        String reason = body.optionalText("reason").orElse(null);
        String key = request.getHeader("Idempotency-Key");
        if (key == null) {
            return AdminContext.by(actor, reason);
        }
        if (key.isBlank() || key.length() > MAX_KEY || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new FailureException(
                    Failure.unreadable("The Idempotency-Key is not 1 to " + MAX_KEY + " printable ASCII characters."));
        }
        String asked = request.getMethod() + "\n" + request.getPathInfo() + "\n" + body.canonical();
        // The key may be a secret of its client; only its hash goes further.
        return new AdminContext(actor, reason, new AdminContext.Request(hash(key), hash(asked)));
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
