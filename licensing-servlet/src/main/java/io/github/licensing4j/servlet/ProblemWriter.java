package io.github.licensing4j.servlet;

import io.github.licensing4j.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the responses of refused calls: status, header fields and problem, written directly, for {@code sendError}
 * would start an error dispatch. A response that is committed already is left as it is, and the refusal is logged and
 * counted.
 */
final class ProblemWriter {
    private static final System.Logger LOG = System.getLogger(ProblemWriter.class.getName());

    private final RecentFaults tooLate;
    private final ProblemBody body;
    private final LicenseHeaders headers;
    private final InstantSource clock;

    ProblemWriter(ProblemBody body, LicenseHeaders headers, InstantSource clock) {
        this.body = body;
        this.headers = headers;
        this.clock = clock;
        this.tooLate = new RecentFaults(clock);
    }

    void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            tooLate.add();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "call refused with {0} (decision {1}) after its response was committed",
                    refusal.code().text(),
                    refusal.id());
            return;
        }
        StaleHeaders.drop(request, response);
        ProblemType type = ProblemType.of(refusal.code());
        response.setStatus(type.status());
        response.setHeader("Cache-Control", "no-store");
        writeChallenge(type.challenge(), refusal.scopes(), response);
        writeRetryAfter(refusal, type.status(), response);
        if (type.status() == 429) {
            headers.writeLimits(refusal.limits(), response);
        }
        writeBody(body.of(refusal, type), request, response);
    }

    /** Returns the refusals that came after the response was committed. */
    RecentFaults tooLate() {
        return tooLate;
    }

    private static void writeChallenge(
            ProblemType.Challenge challenge, Set<String> scopes, HttpServletResponse response) {
        String value = switch (challenge) {
            case NONE -> "";
            case BARE -> "Bearer";
            case INVALID_TOKEN -> "Bearer error=\"invalid_token\"";
            case INSUFFICIENT_SCOPE -> "Bearer error=\"insufficient_scope\"" + scope(scopes);
            case PROOF_REQUIRED -> "DPoP error=\"invalid_token\"";
            case PROOF_INVALID -> "DPoP error=\"invalid_dpop_proof\"";
        };
        if (!value.isEmpty()) {
            response.setHeader("WWW-Authenticate", value);
        }
    }

    /** Renders the scope parameter with the characters it may have (RFC 6749 section 3.3), in a stable order. */
    private static String scope(Set<String> scopes) {
        if (scopes.isEmpty()) {
            return "";
        }
        var value = new StringBuilder();
        for (char c : String.join(" ", new TreeSet<>(scopes)).toCharArray()) {
            if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
                value.append(c);
            }
        }
        return ", scope=\"" + value + "\"";
    }

    /**
     * Writes {@code Retry-After}, never earlier than the limit's reset, which the RateLimit field of the same response
     * carries.
     */
    private void writeRetryAfter(Refusal refusal, int status, HttpServletResponse response) {
        Instant retryAt = refusal.retryAt();
        Instant reset = refusal.limit() == null ? null : refusal.limit().resetsAt();
        if (status == 429 && reset != null && (retryAt == null || reset.isAfter(retryAt))) {
            retryAt = reset;
        }
        if (retryAt != null) {
            response.setHeader("Retry-After", Long.toString(Math.max(1, Seconds.until(retryAt, clock.millis()))));
        } else if (status == 429) {
            response.setHeader("Retry-After", "1");
        }
    }

    private static void writeBody(byte[] problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("application/problem+json");
        response.setContentLength(problem.length);
        if ("HEAD".equals(request.getMethod())) {
            return;
        }
        try {
            response.getOutputStream().write(problem);
        } catch (IllegalStateException e) {
            // A handler opened the writer before it forwarded the request to a handler that is refused.
            response.getWriter().write(new String(problem, StandardCharsets.US_ASCII));
        }
    }
}
