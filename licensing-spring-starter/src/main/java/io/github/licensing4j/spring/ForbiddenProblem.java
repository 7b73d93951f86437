package io.github.licensing4j.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes refusals of Spring Security that do not concern a license as problem documents (RFC 9457). */
final class ForbiddenProblem {
    static final Kind CSRF = new Kind(
            "csrf-token-invalid",
            "CSRF token missing or invalid",
            "This request needs a CSRF token, or a credential that no browser sends by itself.");
    static final Kind RULE =
            new Kind("access-denied", "Access denied", "A rule of this service does not allow this request.");

    private final String base;

    /** @param base the base of the type of a problem */
    ForbiddenProblem(URI base) {
        this.base = base.toString().endsWith("/") ? base.toString() : base + "/";
    }

    /** One kind of refusal. */
    record Kind(String code, String title, String detail) {}

    void write(Kind kind, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", base + kind.code);
        problem.put("title", kind.title);
        problem.put("status", HttpServletResponse.SC_FORBIDDEN);
        problem.put("detail", kind.detail);
        problem.put("code", kind.code);
        byte[] body = JsonMapper.shared().writeValueAsString(problem).getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(body);
        }
    }
}
