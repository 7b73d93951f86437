package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.ApiKeyForms.Unprefixed;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFormsTest {
    private static final String KONG = "Vg9lVbHxZ2eTq0uYt3aQ1RkLmN8sPwXc";

    @Test
    void importedKeysNeedPrefix() {
        ApiKeyForms forms = ApiKeyForms.withImported(Set.of("sk_live_"), Unprefixed.REFUSED);
        assertThat(forms.isWellFormed("sk_live_0123456789")).isTrue();
        assertThat(forms.isWellFormed("sk_test_0123456789")).isFalse();
        assertThat(forms.isWellFormed(KONG)).isFalse();
        assertThat(ApiKeyForms.own().isWellFormed("sk_live_0123456789")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short_of_16_char",
                "with space 0123456789",
                "ümlaut_0123456789012",
                "eyJhbGciOiJFZDI1NTE5In0.e30.AAAA",
                "lk_live_0123456789",
                "lr_live_0123456789"
            })
    void unprefixedKeysAreNoTokens(String text) {
        ApiKeyForms forms = ApiKeyForms.withImported(Set.of(), Unprefixed.ACCEPTED);
        assertThat(forms.isWellFormed(KONG)).isTrue();
        assertThat(forms.isWellFormed(text.substring(0, Math.min(text.length(), 60))))
                .isEqualTo(text.startsWith("short"));
        assertThat(forms.isWellFormed("a".repeat(256))).isTrue();
        assertThat(forms.isWellFormed("a".repeat(257))).isFalse();
        assertThat(forms.isWellFormed("a".repeat(15))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "eyJ", "eyJhbGci", "lk_", "lk_live_", "lr_x", "with space"})
    void refusesPrefixesOfOtherCredentials(String prefix) {
        assertThatThrownBy(() -> ApiKeyForms.withImported(Set.of(prefix), Unprefixed.REFUSED))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("of imported keys");
    }

    @Test
    void cachesImportedKeysByHash() {
        ApiKeyForms forms = ApiKeyForms.withImported(Set.of("sk_live_"), Unprefixed.REFUSED);
        String longKey = "sk_live_" + "0".repeat(200);
        assertThat(forms.cacheName(longKey)).isEqualTo(ApiKeyFormat.hash(longKey));
        assertThat(forms.cacheName("lk_live_" + "0".repeat(200))).isEmpty();
    }
}
