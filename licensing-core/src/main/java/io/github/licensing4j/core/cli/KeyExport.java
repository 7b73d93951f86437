package io.github.licensing4j.core.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.licensing4j.core.catalog.YamlReader;
import io.github.licensing4j.core.cli.ForeignKey.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads API keys from the export of another system. Errors name the place, and never repeat a value. */
final class KeyExport {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String OTHER_TYPE = ": a member has another type than expected";

    private final List<ForeignKey> keys = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** The form of an export. */
    enum Form {
        /** A header line, then one key a line. */
        CSV,
        /** One JSON object a line, with the members that are columns of {@link #CSV}. */
        NDJSON,
        /** Responses of Unkey's {@code apis.listKeys} with {@code decrypt}, or the body of its {@code keys.migrateKeys}. */
        UNKEY,
        /** Responses of Kong's {@code GET /key-auths}, or a file of {@code deck gateway dump}. */
        KONG;

        static Form parse(String text) {
            for (Form form : values()) {
                if (form.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return form;
                }
            }
            throw new IllegalArgumentException("expected csv, ndjson, unkey or kong");
        }
    }

    private KeyExport() {}

    /**
     * Reads an export.
     *
     * @throws IOException if it has not this form
     */
    static KeyExport read(Form form, byte[] content) throws IOException {
        KeyExport export = new KeyExport();
        try {
            switch (form) {
                case CSV -> export.csv(content);
                case NDJSON -> export.lines(content, export::row);
                case UNKEY -> export.unkey(content);
                case KONG -> export.kong(content);
            }
        } catch (JacksonException e) {
            // The message of Jackson repeats the text around the error, which may be a key.
            throw new IOException("it cannot be read as " + form.name().toLowerCase(Locale.ROOT) + place(e));
        }
        return export;
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ", line " + e.getLocation().getLineNr();
    }

    /** Returns the keys that can be imported. */
    List<ForeignKey> keys() {
        return keys;
    }

    /** Returns the places of the keys that cannot be imported, each with the cause. */
    List<String> problems() {
        return problems;
    }

    private void csv(byte[] content) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                .detectBomHeader(true)
                .ofNamedCsvRecord(new ByteArrayInputStream(content), StandardCharsets.UTF_8)) {
            for (NamedCsvRecord row : rows) {
                row("line " + row.getStartingLineNumber(), JSON.valueToTree(row.getFieldsAsMap()));
            }
        } catch (CsvParseException e) {
            // The cause may repeat a field, which may be a key.
            throw new IOException("it cannot be read as csv, expected a header line and as many fields in each line");
        }
    }

    private void lines(byte[] content, BiConsumer<String, JsonNode> reader) throws IOException {
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                try {
                    reader.accept("line " + number, JSON.readTree(line));
                } catch (JsonNodeException e) {
                    problems.add("line " + number + OTHER_TYPE);
                } catch (JacksonException e) {
                    throw new IOException("line " + number + " is no JSON object");
                }
            }
        }
    }

    /** Reads {@code key | hash, license | external, masked, name, scopes, expires}. */
    private void row(String place, JsonNode row) {
        String license = text(row, "license");
        String external = text(row, "external");
        if (license.isEmpty() == external.isEmpty()) {
            problems.add(place + ": expected either license or external");
            return;
        }
        Owner owner = license.isEmpty() ? new Owner.External(List.of(external)) : new Owner.LicenseOf(license);
        JsonNode scopes = row.path("scopes");
        List<String> names =
                scopes.isArray() ? scopes.valueStream().map(JsonNode::asString).toList() : words(text(row, "scopes"));
        add(place, row, new Source(text(row, "key"), text(row, "hash"), text(row, "masked"), owner), names);
    }

    private void unkey(byte[] content) throws IOException {
        documents(content, (place, document) -> {
            JsonNode found = document.has("keys") ? document.path("keys") : document.path("data");
            each(place, found.isMissingNode() ? document : found, this::unkeyKey);
        });
    }

    private void unkeyKey(String place, JsonNode key) {
        if (key.path("enabled").isBoolean() && !key.path("enabled").booleanValue()) {
            problems.add(place + ": the key is disabled");
            return;
        }
        String variant = text(key.path("hash"), "variant");
        if (!variant.isEmpty() && !variant.equals("sha256_base64") && !variant.equals("sha256_hex")) {
            problems.add(place + ": expected a hash of variant sha256_base64 or sha256_hex");
            return;
        }
        List<String> owners = Stream.of(
                        text(key.path("identity"), "externalId"), text(key, "externalId"), text(key, "ownerId"))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        String start = text(key, "start");
        Source source = new Source(
                text(key, "plaintext"),
                text(key.path("hash"), "value"),
                start.isEmpty() ? "" : start + "…",
                new Owner.External(owners));
        List<String> scopes =
                key.path("permissions").valueStream().map(JsonNode::asString).toList();
        add(place, key, source, scopes);
    }

    private void kong(byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.stripLeading().startsWith("{") && !text.stripLeading().startsWith("[")) {
            kongConsumers("", YAML.readTree(YamlReader.of(text)));
            return;
        }
        documents(content, (place, document) -> {
            if (document.has("consumers")) {
                kongConsumers(place, document);
            } else {
                each(
                        place,
                        document.has("data") ? document.path("data") : document,
                        (at, key) -> kongKey(at, key, List.of(text(key.path("consumer"), "id"))));
            }
        });
    }

    private void kongConsumers(String place, JsonNode dump) {
        each(place + "consumer ", dump.path("consumers"), (at, consumer) -> {
            List<String> names = Stream.of("custom_id", "username", "id")
                    .map(member -> text(consumer, member))
                    .toList();
            each(at + ", key ", consumer.path("keyauth_credentials"), (keyAt, key) -> kongKey(keyAt, key, names));
        });
    }

    private void kongKey(String place, JsonNode key, List<String> owners) {
        List<String> named = owners.stream().filter(name -> !name.isEmpty()).toList();
        add(place, key, new Source(text(key, "key"), "", "", new Owner.External(named)), List.of());
    }

    /** Reads one JSON document, or one a line, such as the pages of a list. */
    private void documents(byte[] content, BiConsumer<String, JsonNode> reader) throws IOException {
        JsonNode whole;
        try {
            whole = JSON.readTree(content);
        } catch (JacksonException e) {
            lines(content, (line, document) -> reader.accept(line + ", key ", document));
            return;
        }
        reader.accept("key ", whole);
    }

    private void each(String prefix, JsonNode list, BiConsumer<String, JsonNode> reader) {
        if (!list.isArray()) {
            problems.add((prefix + "1").strip() + ": expected a list of keys");
            return;
        }
        int number = 0;
        for (JsonNode item : list) {
            number++;
            try {
                reader.accept(prefix + number, item);
            } catch (JsonNodeException e) {
                problems.add(prefix + number + OTHER_TYPE);
            }
        }
    }

    /** The key as exported: itself or its digest, and its owner. */
    private record Source(String key, String hash, String masked, Owner owner) {}

    private void add(String place, JsonNode row, Source source, List<String> scopes) {
        if (source.key.isEmpty() == source.hash.isEmpty()) {
            problems.add(place + ": expected the key or its SHA-256");
            return;
        }
        if (source.owner instanceof Owner.External external && external.names().isEmpty()) {
            problems.add(place + ": the key has no owner");
            return;
        }
        try {
            boolean isHashed = source.key.isEmpty();
            String hash = isHashed ? ForeignKey.canonical(source.hash) : ForeignKey.hash(source.key);
            String masked = isHashed || !source.masked.isEmpty() ? source.masked : ForeignKey.mask(source.key);
            keys.add(new ForeignKey(place, hash, masked, source.owner, text(row, "name"), scopes, expires(row)));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            problems.add(
                    place + ": expected a SHA-256 in hexadecimal or base64, and an end such as 2027-01-31T00:00:00Z");
        }
    }

    private static long whole(JsonNode number) {
        if (!number.canConvertToExactIntegral() || !number.canConvertToLong()) {
            throw new ArithmeticException("it is no whole number of 64 bits");
        }
        return number.longValue();
    }

    /** Reads an instant: a text, milliseconds as Unkey has them, or seconds after the creation as Kong has them. */
    private static @Nullable Instant expires(JsonNode row) {
        JsonNode expires = row.path("expires");
        if (expires.isNumber()) {
            return Instant.ofEpochMilli(whole(expires));
        }
        if (row.path("ttl").isNumber() && row.path("created_at").isNumber()) {
            return Instant.ofEpochSecond(Math.addExact(whole(row.path("created_at")), whole(row.path("ttl"))));
        }
        String text = expires.isString() ? expires.stringValue().strip() : "";
        return text.isEmpty() ? null : Instant.parse(text);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isString() ? value.stringValue().strip() : "";
    }
}
