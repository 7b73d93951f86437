package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.servlet.admin.ManagementServlet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks every response of a test against the OpenAPI document: its status and each of its members. */
final class ApiDescription {
    private final JsonNode document;

    ApiDescription() {
        try (InputStream in = ManagementServlet.class.getResourceAsStream("openapi.json")) {
            document = JsonMapper.shared().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(String method, String requested, HttpResponse<String> answer) {
        String path = requested.split("[?]", 2)[0];
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        if (answer.body().isEmpty() || !(type.equals("application/json") || type.equals("application/problem+json"))) {
            return;
        }
        JsonNode body = JsonMapper.shared().readTree(answer.body());
        if (type.equals("application/problem+json")) {
            check("problem", body, schema("Problem"));
            assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
            return;
        }
        JsonNode described = operation(method, path)
                .path("responses")
                .path(Integer.toString(answer.statusCode()))
                .path("content")
                .path(type)
                .path("schema");
        assertThat(described.isMissingNode())
                .as(method + " " + path + " answers " + answer.statusCode())
                .isFalse();
        check(method + " " + path, body, described);
    }

    private JsonNode operation(String method, String path) {
        for (var described : document.get("paths").properties()) {
            if (path.matches(described.getKey().replaceAll("[{][^}]*[}]", "[^/]+"))) {
                return described.getValue().path(method.toLowerCase(Locale.ROOT));
            }
        }
        throw new AssertionError("nothing is described at " + path);
    }

    private JsonNode schema(String name) {
        return document.get("components").get("schemas").get(name);
    }

    private void check(String where, JsonNode value, JsonNode described) {
        JsonNode schema = described.has("$ref")
                ? document.at(described.get("$ref").asString().substring(1))
                : described;
        String type = schema.path("type").asString("");
        if (type.equals("object")) {
            assertThat(value.isObject()).as(where).isTrue();
            schema.path("required")
                    .forEach(name -> assertThat(value.has(name.asString()))
                            .as(where + " has " + name)
                            .isTrue());
            JsonNode properties = schema.path("properties");
            value.forEachEntry((name, member) -> {
                if (properties.has(name)) {
                    check(where + "." + name, member, properties.get(name));
                } else if (schema.path("additionalProperties").isObject()) {
                    check(where + "." + name, member, schema.get("additionalProperties"));
                } else {
                    assertThat(properties.isMissingNode()
                                    || schema.path("additionalProperties").asBoolean(false))
                            .as(where + "." + name + " is not described")
                            .isTrue();
                }
            });
        } else if (type.equals("array")) {
            assertThat(value.isArray()).as(where).isTrue();
            value.forEach(item -> check(where + "[]", item, schema.path("items")));
        } else if (type.equals("integer")) {
            assertThat(value.isIntegralNumber()).as(where).isTrue();
        } else if (type.equals("string")) {
            assertThat(value.isString()).as(where).isTrue();
        } else if (type.equals("boolean")) {
            assertThat(value.isBoolean()).as(where).isTrue();
        }
    }
}
