package io.github.licensing4j.core.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Generates docs/catalog.md from the JSON Schema of the catalog. */
final class CatalogReference {
    private static final String INTRODUCTION = """
            # Catalog reference

            Generated from the JSON Schema of the catalog (`io/github/licensing4j/licensing.schema.json` in `licensing-core`); the build fails if it
            differs. An editor that supports JSON Schema completes and checks `licensing.yaml` with it. The reader also checks names, inheritance and units;
            `java -jar licensing-core-<version>-cli.jar check licensing.yaml` does the same. Unknown keys are refused.
            """;

    private final JsonNode schema;
    private final StringBuilder text = new StringBuilder(INTRODUCTION);
    private final Map<String, JsonNode> values = new TreeMap<>();

    private CatalogReference(JsonNode schema) {
        this.schema = schema;
    }

    static String of(JsonNode schema) {
        var reference = new CatalogReference(schema);
        reference.section("licensing.yaml", schema);
        reference.kinds();
        reference.values();
        return reference.text.toString();
    }

    /** The keys of one object, then the objects in it. */
    private void section(String path, JsonNode object) {
        text.append("\n## `").append(path).append("`\n\n");
        String about = object.path("description").asString("");
        text.append(about.isEmpty() ? "" : about + "\n\n").append("| key | type | description |\n|---|---|---|\n");
        Map<String, JsonNode> inner = new LinkedHashMap<>();
        object.get("properties").properties().forEach(key -> {
            String full = path.equals("licensing.yaml") ? key.getKey() : path + "." + key.getKey();
            boolean required = object.path("required")
                    .valueStream()
                    .anyMatch(name -> name.asString().equals(key.getKey()));
            text.append("| `").append(key.getKey()).append("`").append(required ? " (required)" : "");
            text.append(" | ").append(type(key.getValue())).append(" | ");
            text.append(described(full, key.getValue()).replace("|", "\\|")).append(" |\n");
            objects(full, key.getValue(), inner);
        });
        inner.forEach(this::section);
    }

    private void objects(String path, JsonNode node, Map<String, JsonNode> found) {
        JsonNode target = resolved(node);
        if (target.has("properties")) {
            found.put(path, target);
        }
        if (target.has("items")) {
            objects(path + "[]", target.get("items"), found);
        }
        if (target.path("additionalProperties").isObject()) {
            objects(path + ".<name>", target.get("additionalProperties"), found);
        }
        target.path("anyOf").forEach(option -> objects(path, option, found));
    }

    /** A reference, a map and a list may leave the description to what they refer to. */
    private String described(String path, JsonNode node) {
        String description = node.path("description")
                .asString(resolved(node).path("description").asString(""));
        if (description.isBlank()) {
            throw new IllegalStateException(path + " has no description");
        }
        return description;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? schema.at(node.get("$ref").asString().substring(1)) : node;
    }

    private String type(JsonNode node) {
        JsonNode target = resolved(node);
        if (node.has("$ref") && !target.has("properties") && !target.has("items")) {
            String name = node.get("$ref").asString().replace("#/$defs/", "");
            values.put(name, target);
            return "[" + name + "](#values)";
        }
        if (target.has("anyOf")) {
            return target.get("anyOf").valueStream().map(this::type).distinct().collect(Collectors.joining(" or "));
        }
        if (target.has("const")) {
            return "`" + target.get("const").asString() + "`";
        }
        return target.has("enum") ? choices(target.get("enum")) : structure(target);
    }

    private static String choices(JsonNode names) {
        return names.valueStream().map(name -> "`" + name.asString() + "`").collect(Collectors.joining(", "));
    }

    private String structure(JsonNode node) {
        return switch (node.path("type").asString()) {
            case "array" -> "list of " + type(node.get("items"));
            case "object" ->
                node.path("additionalProperties").isObject()
                        ? "map of " + type(node.path("propertyNames")) + " to " + type(node.get("additionalProperties"))
                        : "object";
            case "integer" -> "integer" + range(node);
            case "boolean" -> "`true`, `false`";
            case "" -> throw new IllegalStateException("no type: " + node);
            default -> node.get("type").asString();
        };
    }

    private static String range(JsonNode node) {
        return " from " + node.path("minimum").asString("?") + " to "
                + node.path("maximum").asString("?");
    }

    private void kinds() {
        text.append(
                "\n## Keys of each kind of limit\n\nA limit that inherits may leave out what it does not change.\n\n");
        text.append("| kind | keys | required |\n|---|---|---|\n");
        Map<String, String> required = new TreeMap<>();
        schema.at("/$defs/wholeLimit/allOf").forEach(rule -> required.put(kind(rule), required(rule.get("then"))));
        schema.at("/$defs/limit/allOf").forEach(rule -> {
            JsonNode keys = rule.at("/then/propertyNames/enum");
            if (!keys.isMissingNode()) {
                text.append("| `")
                        .append(kind(rule))
                        .append("` | ")
                        .append(choices(keys))
                        .append(" | ");
                text.append(required.get(kind(rule))).append(" |\n");
            }
        });
    }

    private static String kind(JsonNode rule) {
        return rule.at("/if/properties/kind/const").asString();
    }

    private static String required(JsonNode then) {
        List<String> options = new ArrayList<>();
        then.path("anyOf").forEach(option -> options.add(choices(option.get("required"))));
        return options.isEmpty() ? choices(then.get("required")) : String.join(" or ", options);
    }

    private void values() {
        text.append("\n## Values\n\n| value | form | description |\n|---|---|---|\n");
        values.forEach((name, node) -> {
            String form = node.has("pattern")
                    ? node.get("pattern").asString()
                    : node.path("type").asString();
            text.append("| ")
                    .append(name)
                    .append(" | `")
                    .append(form.replace("|", "\\|"))
                    .append("` | ");
            text.append(described(name, node)).append(" |\n");
        });
    }
}
