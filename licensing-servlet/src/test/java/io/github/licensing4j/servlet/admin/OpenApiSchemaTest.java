package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Validates the document by the OpenAPI 3.1 meta-schema, and response bodies by the document. */
class OpenApiSchemaTest {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaIdResolvers(
                    ids -> ids.mapPrefix("https://spec.openapis.org/", "classpath:spec.openapis.org/")));
    private static final Schema META =
            REGISTRY.getSchema(SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"));
    private static final JsonNode DOCUMENT = Json.MAPPER.readTree(OpenApi.text());

    @Test
    void documentIsValid() {
        assertThat(META.validate(DOCUMENT)).isEmpty();
    }

    @Test
    void metaSchemaRefusesWrongDocuments() {
        ObjectNode wrongOperation = (ObjectNode) Json.MAPPER.readTree(OpenApi.text());
        ((ObjectNode) wrongOperation.at("/paths").get("/licenses")).put("get", "nothing");
        assertThat(META.validate(wrongOperation)).isNotEmpty();

        ObjectNode wrongSchema = (ObjectNode) Json.MAPPER.readTree(OpenApi.text());
        ((ObjectNode) wrongSchema.at("/components/schemas/License")).put("type", "thing");
        assertThat(META.validate(wrongSchema)).isNotEmpty();
    }

    static Stream<String> bodies() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OpenApiSchemaTest.class.getResourceAsStream("response-bodies.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodiesMatchComponents(String line) {
        String name = line.substring(0, line.indexOf(' '));
        JsonNode body = Json.MAPPER.readTree(line.substring(line.indexOf(' ') + 1));
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$ref", "#/components/schemas/" + component(name));
        schema.set("components", DOCUMENT.get("components"));
        assertThat(REGISTRY.getSchema(schema).validate(body)).as(name).isEmpty();
    }

    private static String component(String sample) {
        return switch (sample) {
            case "license", "license.full" -> "License";
            case "licenses" -> "Licenses";
            case "limits", "limits.outlook", "outlooks" -> "Limits";
            case "key", "key.full", "key.own", "key.new" -> "Key";
            case "keys" -> "Keys";
            case "signingKey", "signingKey.file" -> "SigningKey";
            case "audit", "audit.full" -> "AuditEntry";
            case "refusals" -> "RecentRefusals";
            case "verify", "verify.broken" -> "Proof";
            case "catalog.check" -> "CatalogCheck";
            case "correction", "correction.grant", "correction.grants" -> "Correction";
            case "credit", "credit.full" -> "Credit";
            case "invoice", "invoice.closed" -> "Invoice";
            case "invoice.customer" -> "CustomerInvoice";
            case "usage" -> "Usage";
            case "report" -> "Reconciliation";
            case "event", "event.unknown" -> "DeadExport";
            case "message", "message.error" -> "DeadMessage";
            default -> throw new IllegalArgumentException(sample);
        };
    }
}
