package io.github.licensing4j.examples.checks;

import java.net.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** An answer of a service. */
public record Reply(int status, HttpHeaders headers, String body, long millis) {

    public boolean granted() {
        return status == 200;
    }

    /** Returns the status, with the code of a problem document if it is one. */
    public String outcome() {
        if (!headers.firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
            return String.valueOf(status);
        }
        try {
            String code =
                    JsonMapper.shared().readTree(body).path("code").asString().strip();
            return code.isEmpty() ? String.valueOf(status) : status + " " + code;
        } catch (JacksonException e) {
            throw new IllegalStateException("the problem document is not JSON: " + body, e);
        }
    }
}
