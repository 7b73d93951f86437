package io.github.licensing4j.servlet.admin;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Generates docs/http-api.md from the OpenAPI document. */
final class HttpReference {
    private static final String INTRODUCTION = """
            # HTTP API reference

            Generated from the OpenAPI 3.1 document, which the service serves at `/licensing/v1/openapi.json`; the build fails if it differs. Paths are
            relative to `licensing.admin.path`, by default `/licensing/v1`. Requests and answers are JSON unless another media type is named. Failures are
            [problem documents](problems/README.md). A member that is not listed is refused.

            ## Caching

            | answer | header fields |
            |---|---|
            | granted call of a licensed endpoint | `Cache-Control: private`, unless the service sets it; `Vary` with each field that credentials and proofs are read from: `Authorization`, `X-API-Key`, `License-Token`, `License-Device`, `DPoP`, `Signature-Input`, `Signature` as far as they are accepted, and `Client-Cert` (RFC 9440 §3) with `licensing.proof.client-cert.trusted-proxies` |
            | granted call whose proof needs a new nonce | as above, with `Cache-Control: no-store` (RFC 9449 §8.2) |
            | refused call, whatever the status | `Cache-Control: no-store`; `ETag`, `Expires` and other fields of the answer that is not sent are removed |
            | exempt endpoint | unchanged |
            | operations below | `Cache-Control: no-store`, except for the signing keys and the status list, which are public |

            A service that makes answers of licensed endpoints `public` lets shared caches answer without a license check: they are neither counted nor refused. `Vary` keeps them to
            callers with the same fields, but it cannot name the address of a caller, which `bind.ips` restricts. Add to `Vary` with `addHeader`; `setHeader` replaces it.
            """;
    private static final String COMPONENTS = "#/components/";

    private final JsonNode document;
    private final StringBuilder text = new StringBuilder(INTRODUCTION);

    private HttpReference(JsonNode document) {
        this.document = document;
    }

    static String of(JsonNode document) {
        var reference = new HttpReference(document);
        reference.credentials();
        reference.common();
        reference.operations();
        reference.schemas();
        return reference.text.toString();
    }

    private void credentials() {
        text.append("\n## Credentials\n\n| name | form | description |\n|---|---|---|\n");
        document.at("/components/securitySchemes").properties().forEach(scheme -> {
            JsonNode node = scheme.getValue();
            String form = node.has("scheme")
                    ? "`Authorization: " + node.get("scheme").asString() + "`"
                    : "`" + node.get("name").asString() + "`";
            cells(scheme.getKey(), form, described(scheme.getKey(), node));
        });
    }

    private void operations() {
        text.append("\n## Operations\n");
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().has("operationId")) {
                        operation(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue());
                    }
                }));
    }

    private void operation(String title, JsonNode operation) {
        text.append("\n### ").append(title).append("\n\n");
        text.append(operation.path("summary").asString()).append(". ").append(described(title, operation));
        text.append(" Credential: ").append(credential(operation)).append(".\n");
        parameters(title, operation);
        text.append("\n| | media type | body | description |\n|---|---|---|---|\n");
        bodies("request", title, operation.path("requestBody"));
        operation
                .get("responses")
                .properties()
                .forEach(response -> bodies(response.getKey(), title, response.getValue()));
    }

    private String credential(JsonNode operation) {
        JsonNode schemes =
                operation.path("security").isMissingNode() ? document.get("security") : operation.get("security");
        return schemes.isEmpty()
                ? "none"
                : schemes.valueStream()
                        .map(scheme -> scheme.isEmpty() ? "none" : String.join(" and ", scheme.propertyNames()))
                        .collect(Collectors.joining(" or "));
    }

    private void parameters(String title, JsonNode operation) {
        if (operation.path("parameters").isEmpty()) {
            return;
        }
        text.append("\n| parameter | in | type | description |\n|---|---|---|---|\n");
        operation.get("parameters").forEach(parameter -> parameter(title, parameter));
    }

    private void parameter(String title, JsonNode parameter) {
        if (parameter.has("$ref")) {
            cells("`" + resolved(parameter).get("name").asString() + "`", "header", "", "See above.");
            return;
        }
        String name = parameter.get("name").asString();
        cells(
                "`" + name + "`" + (parameter.path("required").asBoolean(false) ? " (required)" : ""),
                parameter.get("in").asString(),
                type(parameter.get("schema")),
                described(title + " " + name, parameter));
    }

    private void common() {
        text.append(
                "\n## Header fields of many operations\n\n| parameter | in | type | description |\n|---|---|---|---|\n");
        document.at("/components/parameters").forEach(parameter -> parameter("any operation", parameter));
    }

    private void bodies(String name, String title, JsonNode node) {
        if (node.isMissingNode()) {
            return;
        }
        String about = name.equals("request") ? "" : described(title + " " + name, node);
        if (node.path("content").isEmpty()) {
            cells(name, "", "", about);
        }
        node.path("content").properties().forEach(content -> {
            JsonNode schema = content.getValue().get("schema");
            cells(name, "`" + content.getKey() + "`", type(schema), about);
        });
    }

    private void schemas() {
        text.append("\n## Bodies\n");
        Map<String, JsonNode> sorted = new TreeMap<>();
        document.at("/components/schemas")
                .properties()
                .forEach(schema -> sorted.put(schema.getKey(), schema.getValue()));
        sorted.forEach((name, schema) -> {
            text.append("\n### ")
                    .append(name)
                    .append("\n\n")
                    .append(described(name, schema))
                    .append("\n\n");
            text.append("| member | type | description |\n|---|---|---|\n");
            members(name, "", schema);
        });
    }

    /** The members of an object, with those of the objects in it behind their names. */
    private void members(String name, String prefix, JsonNode schema) {
        schema.path("properties").properties().forEach(member -> {
            JsonNode node = member.getValue();
            String path = prefix + member.getKey();
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(key -> key.asString().equals(member.getKey()));
            cells("`" + path + "`" + (required ? " (required)" : ""), type(node), described(name + "." + path, node));
            members(name, path + ".", node);
            members(name, path + "[].", node.path("items"));
        });
    }

    private static String described(String name, JsonNode node) {
        String description = node.path("description").asString("");
        if (description.isBlank()) {
            throw new IllegalStateException(name + " has no description");
        }
        return description;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asString().replace(COMPONENTS + "schemas/", "");
            return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        }
        if (schema.has("oneOf")) {
            return schema.get("oneOf").valueStream().map(HttpReference::type).collect(Collectors.joining(" or "));
        }
        if (schema.has("const")) {
            return "`" + schema.get("const").asString() + "`";
        }
        if (schema.has("enum")) {
            String values = schema.get("enum")
                    .valueStream()
                    .map(value -> "`" + value.asString() + "`")
                    .collect(Collectors.joining(", "));
            return values + defaulted(schema);
        }
        return plain(schema) + defaulted(schema);
    }

    private static String plain(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or ")) + format(schema);
        }
        return type.asString("").equals("array")
                ? "list of " + type(schema.get("items"))
                : type.asString("object") + format(schema);
    }

    private static String format(JsonNode schema) {
        String format = schema.path("format").asString("");
        return format.isEmpty() || format.startsWith("int") ? "" : ", " + format;
    }

    private static String defaulted(JsonNode schema) {
        return schema.has("default") ? ", default `" + schema.get("default").asString() + "`" : "";
    }

    private void cells(String... cells) {
        for (String cell : cells) {
            text.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        text.append("|\n");
    }
}
