package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.AdminContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Detects repeated requests by their {@code Idempotency-Key} and a fingerprint of the request. */
final class IdempotencyKeys {
    private static final int MAX_KEY = 255;

    private IdempotencyKeys() {}

    /** Returns the admin context of a request. Its fingerprint covers method, path and the canonical body. */
    static AdminContext order(HttpServletRequest request, String actor, RequestBody<?> body) {
        String reason = body.value().reason();
        String key = request.getHeader("Idempotency-Key");
        if (key == null) {
            return AdminContext.by(actor, reason);
        }
        if (key.isBlank() || key.length() > MAX_KEY || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new FailureException(
                    Failure.unreadable("The Idempotency-Key is not 1 to " + MAX_KEY + " printable ASCII characters."));
        }
        String content = request.getMethod() + "\n" + request.getPathInfo() + "\n" + body.canonical();
        // The key may be a secret of its client; only its hash is kept.
        return new AdminContext(actor, reason, new AdminContext.Request(hash(key), hash(content)));
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
