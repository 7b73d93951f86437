package io.github.licensing4j.servlet;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes decisions into responses: header fields for a grant; status, header fields and problem for a refusal. Refusals
 * are written directly, because {@code sendError} would start an error dispatch. A response that is committed already is
 * left as it is, and the refusal is logged and counted.
 */
final class DecisionWriter {
    private static final System.Logger LOG = System.getLogger(DecisionWriter.class.getName());

    private final RecentFaults tooLate;
    private final ProblemBody body;
    private final RateLimitHeaders limits;
    private final String vary;
    private final InstantSource clock;

    /** @param vary the header fields that credentials and proofs are read from */
    DecisionWriter(ProblemBody body, RateLimitHeaders limits, String vary, InstantSource clock) {
        this.body = body;
        this.limits = limits;
        this.vary = vary;
        this.clock = clock;
        this.tooLate = new RecentFaults(clock);
    }

    /** Writes the fields of a grant before the handler runs, so that the handler can override them. */
    void writeFields(Granted granted, HttpServletResponse response) {
        limits.write(granted.limits(), response);
        List<String> notices = granted.notices();
        if (!notices.isEmpty()) {
            response.setHeader("License-Notice", notices.size() == 1 ? notices.get(0) : String.join(", ", notices));
        }
        response.addHeader("Vary", vary);
        if (!response.containsHeader("Cache-Control")) {
            response.setHeader("Cache-Control", "private");
        }
    }

    /**
     * Writes the fields that the proof of a call leads to. A response with a nonce must not be cached (RFC 9449 §8.2), also
     * where the handler or another filter would allow it.
     */
    static void writeProofFields(Identified caller, HttpServletResponse response) {
        Map<String, String> fields = caller.responseFields();
        if (!fields.isEmpty()) {
            fields.forEach(response::setHeader);
            response.setHeader("Cache-Control", "no-store");
        }
    }

    /** Writes a refusal as the complete response. */
    void writeRefusal(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
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
        writeChallenge(type.challenge(), refusal, request, response);
        writeRetryAfter(refusal, type.status(), response);
        if (type.status() == 429) {
            limits.write(refusal.limits(), response);
        }
        writeBody(body.of(refusal, type), request, response);
    }

    /** Returns the problem document of a refusal. */
    String problem(Refusal refusal) {
        return new String(body.of(refusal, ProblemType.of(refusal.code())), StandardCharsets.US_ASCII);
    }

    /** Returns the refusals that came after the response was committed. */
    RecentFaults tooLate() {
        return tooLate;
    }

    private static void writeChallenge(
            ProblemType.Challenge challenge,
            Refusal refusal,
            HttpServletRequest request,
            HttpServletResponse response) {
        ProofChallenge wanted = refusal.challenge();
        if (wanted != null) {
            response.setHeader("WWW-Authenticate", wanted.value());
            wanted.fields().forEach(response::setHeader);
            return;
        }
        String value = switch (challenge) {
            case NONE -> "";
            case BARE -> "Bearer";
            case INVALID_TOKEN -> "Bearer error=\"invalid_token\"";
            case INSUFFICIENT_SCOPE -> scheme(request) + " error=\"insufficient_scope\"" + scope(refusal.scopes());
            case PROOF_REQUIRED -> "DPoP error=\"invalid_token\"";
            case PROOF_INVALID -> "DPoP error=\"invalid_dpop_proof\"";
        };
        if (!value.isEmpty()) {
            response.setHeader("WWW-Authenticate", value);
        }
    }

    /** Returns the scheme of the challenge for another token: that of the token that was presented. */
    private static String scheme(HttpServletRequest request) {
        PendingCall pending = PendingCall.attribute(request);
        return pending == null ? "Bearer" : pending.scheme();
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
