package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors agrees with the reader about structure. */
class CatalogSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Catalogs.text("/io/github/licensing4j/licensing.schema.json"), InputFormat.JSON);

    @ParameterizedTest
    @ValueSource(strings = {"weather.yaml", "everything.yaml"})
    void acceptsCatalogsOfReader(String name) {
        Catalogs.read(Catalogs.text(name));

        assertThat(SCHEMA.validate(Catalogs.text(name), InputFormat.YAML)).isEmpty();
    }

    @Test
    void isItselfASchema() {
        String text = Catalogs.text("/io/github/licensing4j/licensing.schema.json");
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(text, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "catalog: weather-api | katalog: weather-api",
                "unit: byte | units: byte",
                "response-bytes | response-byte",
                "percent: 25 | percent: 101",
                "by: customer | by: user",
                "export.csv:      {} | 'export csv:      {}'",
                "free@1: | free:",
                "kind: rate | kind: rates",
                "permits: 10, | permits: ten,",
                "permits: 10, | 'permits: 10, amount: 5,'",
                "permits: 10, | 'permits: 10, bands: [{permits: 1, per: PT1S}],'",
                "amount: 1000, | amount: many,",
                "of: user | of: users",
                "0.0004 USD | 0.0004",
                "access: full | access: some",
                "P14D | 14 days",
                "GET /v1 | HEAD /v1",
                "feature: export.csv | 'feature: export.csv, exempt: true'",
                "feature: export.csv | features: []",
                "'{ calls: 10 }' | '{ calls: -1 }'",
            })
    void refusesCatalogsRefusedByReader(String replaced, String by) {
        String bad = Catalogs.text("weather.yaml").replace(replaced, by);

        assertThat(bad).isNotEqualTo(Catalogs.text("weather.yaml"));
        assertThat(SCHEMA.validate(bad, InputFormat.YAML)).isNotEmpty();
        assertThat(catchThrowable(() -> Catalogs.read(bad))).isInstanceOf(CatalogException.class);
    }
}
