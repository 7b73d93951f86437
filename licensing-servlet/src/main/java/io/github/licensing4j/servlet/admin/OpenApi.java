package io.github.licensing4j.servlet.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves the OpenAPI description of the admin API. */
final class OpenApi {
    private OpenApi() {}

    /** Returns the document with the server path of a request. */
    static String text(HttpServletRequest request) {
        ObjectNode document = (ObjectNode) Json.MAPPER.readTree(text());
        document.set("servers", servers(request.getContextPath() + request.getServletPath()));
        ((ObjectNode) document.at("/paths").get(ManagementServlet.JWKS))
                .set("servers", servers(request.getContextPath()));
        return Json.ANSWERS.writeValueAsString(document);
    }

    private static ArrayNode servers(String path) {
        ArrayNode servers = Json.MAPPER.createArrayNode();
        servers.addObject().put("url", path.isEmpty() ? "/" : path);
        return servers;
    }

    static String text() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
