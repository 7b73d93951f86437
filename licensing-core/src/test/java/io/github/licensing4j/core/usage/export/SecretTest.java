package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a malformed secret of an exporter stops the start, and is never shown. */
@Tag("4.4.6")
class SecretTest {

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "%s\n", "\"%s\"", "'%s'", "%s\"", "`%s"})
    void refusesWhiteSpaceAndQuotes(String form) {
        assertThatThrownBy(() -> new Secret("the key", form.formatted("sk_test_1")))
                .isInstanceOf(LicensingException.class)
                .hasMessageStartingWith("the key ")
                .hasMessageNotContaining("sk_test_1");
    }

    @Test
    void keepsVisibleAscii() {
        assertThat(new Secret("the key", "sk\"test'1").bearer()).isEqualTo("Bearer sk\"test'1");
    }
}
