package io.github.licensing4j.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.databind.JsonNode;

/** Generates docs/configuration.md from the configuration metadata of the starter. */
final class ConfigurationReference {
    private static final String INTRODUCTION = """
            # Configuration reference

            Generated from the configuration metadata of the starter; the build fails if it differs. Every property of `licensing.*` is listed. An unknown
            one fails the start, with the nearest known name. Durations are written as `30s` or `PT30S`, sizes as `1GB`. "–" is no default.
            """;
    private static final Pattern PARAM =
            Pattern.compile("@param (\\w+) (.+?)(?=\\n\\s*\\* @param|\\n\\s*\\*/)", Pattern.DOTALL);

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("java.lang.String", "text"),
            Map.entry("java.lang.Boolean", "`true`, `false`"),
            Map.entry("java.lang.Integer", "integer"),
            Map.entry("java.nio.file.Path", "path"),
            Map.entry("java.net.URI", "URI"),
            Map.entry("java.time.Duration", "duration"),
            Map.entry("java.time.Instant", "instant"),
            Map.entry("org.springframework.util.unit.DataSize", "size"));

    private ConfigurationReference() {}

    static String of(JsonNode metadata) throws IOException {
        Map<String, List<JsonNode>> groups = new TreeMap<>();
        metadata.get("properties").forEach(property -> {
            String name = property.get("name").asString();
            if (name.startsWith("licensing.")) {
                groups.computeIfAbsent(group(name), any -> new ArrayList<>()).add(property);
            }
        });
        var text = new StringBuilder(INTRODUCTION);
        for (Map.Entry<String, List<JsonNode>> group : groups.entrySet()) {
            header(group.getKey() + ".*", text);
            for (JsonNode property : group.getValue()) {
                row(property, text);
            }
        }
        elements("licensing.trust[]", LicensingProperties.Trust.class, text);
        elements("licensing.webhooks[]", LicensingProperties.Webhook.class, text);
        return text.toString();
    }

    private static String group(String property) {
        String[] parts = property.split("\\.", -1);
        return parts.length == 2 ? parts[0] : parts[0] + "." + parts[1];
    }

    private static void header(String title, StringBuilder text) {
        text.append("\n## `").append(title).append("`\n\n");
        text.append("| property | type | default | description |\n|---|---|---|---|\n");
    }

    private static void row(JsonNode property, StringBuilder text) {
        String name = property.get("name").asString();
        JsonNode value = property.path("defaultValue");
        String defaultValue = value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
                : value.asString("");
        text.append(line(
                name,
                type(property.get("type").asString()),
                defaultValue,
                property.path("description").asString("")));
    }

    private static String line(String name, String type, String defaultValue, String description) {
        if (description.isBlank()) {
            throw new IllegalStateException(name + " has no description");
        }
        String shown = defaultValue.isEmpty() ? "–" : "`" + defaultValue + "`";
        return "| `" + name + "` | " + type + " | " + shown + " | " + description.replace("|", "\\|") + " |\n";
    }

    private static String type(String name) {
        Matcher generic = Pattern.compile("java\\.util\\.(List|Set|Map)<(.+)>").matcher(name);
        if (generic.matches()) {
            return generic.group(1).equals("Map") ? "map of text" : "list of " + type(generic.group(2));
        }
        String known = TYPES.get(name);
        return known == null ? declared(name) : known;
    }

    /** An enum's values, or what follows in a section of its own. */
    private static String declared(String name) {
        try {
            Class<?> type = Class.forName(name);
            return type.isEnum() ? values(type) : "entries, see below";
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String values(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(value ->
                        "`" + ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .collect(Collectors.joining(", "));
    }

    /** The members of a list's entries, which the metadata does not describe, from the Javadoc of their record. */
    private static void elements(String title, Class<?> record, StringBuilder text) throws IOException {
        Map<String, String> descriptions = params(record);
        header(title, text);
        for (int i = 0; i < record.getRecordComponents().length; i++) {
            var component = record.getRecordComponents()[i];
            String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            DefaultValue value =
                    record.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(DefaultValue.class);
            text.append(line(
                    title + "." + name,
                    type(component.getGenericType().getTypeName().replace("boolean", "java.lang.Boolean")),
                    value == null ? "" : String.join(", ", value.value()),
                    descriptions.getOrDefault(component.getName(), "")));
        }
    }

    private static Map<String, String> params(Class<?> record) throws IOException {
        String source = Files.readString(Path.of(
                "src/main/java/io/github/licensing4j/spring", LicensingProperties.class.getSimpleName() + ".java"));
        int end = source.indexOf("public record " + record.getSimpleName() + "(");
        Map<String, String> params = new TreeMap<>();
        PARAM.matcher(source.substring(source.lastIndexOf("/**", end), end))
                .results()
                .forEach(match -> params.put(match.group(1), match.group(2).replaceAll("\\s*\\n\\s*\\*\\s*", " ")));
        return params;
    }
}
