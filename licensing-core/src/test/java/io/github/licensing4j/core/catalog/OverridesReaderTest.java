package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | expected a JSON object",
                "{\"x\":1} | unknown member 'x'",
                "{\"limits\":{\"monthly\":1e99999999999}} | expected a JSON object",
            })
    void refusesWhatItCannotRead(String json, String problem) {
        assertThatThrownBy(() -> OverridesReader.read(json))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining(problem);
    }
}
