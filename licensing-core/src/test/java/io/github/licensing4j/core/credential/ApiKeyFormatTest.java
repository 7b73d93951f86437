package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of API keys, by which users, scanners and log filters recognize them. */
class ApiKeyFormatTest {
    /** The checksum of thirty zeros, worked out apart from this code: CRC-32 is 77e5db82 in hexadecimal. */
    private static final String ZEROS = "lk_live_000000000000000000000000000000_";

    @ParameterizedTest
    @ValueSource(strings = {"live", "t", "0123456789abcdef"})
    void makesKeysOfItsOwnForm(String environment) {
        String key = ApiKeyFormat.generate(environment);
        assertThat(key).matches("lk_" + environment + "_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}");
        assertThat(ApiKeyFormat.isWellFormed(key)).isTrue();
        assertThat(ApiKeyFormat.looksLikeApiKey(key)).isTrue();
        assertThat(ApiKeyFormat.isWellFormedRefreshToken(key)).isFalse();
        String refresh = ApiKeyFormat.generateRefreshToken(environment);
        assertThat(refresh).startsWith("lr_" + environment + "_");
        assertThat(ApiKeyFormat.isWellFormedRefreshToken(refresh)).isTrue();
        assertThat(ApiKeyFormat.isWellFormed(refresh)).isFalse();
        assertThat(ApiKeyFormat.looksLikeApiKey(refresh)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Live", "a_b", "0123456789abcdefg", "é"})
    void refusesOtherEnvironments(String environment) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyFormat.generate(environment))
                .withMessageContaining("'" + environment + "'");
    }

    @Test
    void findsATypingErrorInAnyPlace() {
        String key = ApiKeyFormat.generate("live");
        for (int at = 0; at < key.length(); at++) {
            char other = key.charAt(at) == 'x' ? 'y' : 'x';
            String typo = key.substring(0, at) + other + key.substring(at + 1);
            assertThat(ApiKeyFormat.isWellFormed(typo)).as("place %s", at).isFalse();
        }
        assertThat(ApiKeyFormat.isWellFormed(key + "0")).isFalse();
        assertThat(ApiKeyFormat.isWellFormed(key.substring(1))).isFalse();
        assertThat(ApiKeyFormat.isWellFormed(key.substring(0, key.length() - 1)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lk_", "lk__", "lk_live_", "lk_live_0_0"})
    void refusesShortText(String text) {
        assertThat(ApiKeyFormat.isWellFormed(text)).isFalse();
    }

    @Test
    void keepsChecksumOfExistingKeys() {
        assertThat(ApiKeyFormat.isWellFormed(ZEROS + "2KXur2")).isTrue();
        assertThat(ApiKeyFormat.isWellFormed(ZEROS.replace("lk_live_", "lk__") + "2KXur2"))
                .isFalse();
    }

    @Test
    void isHashedAsWeAllHash() {
        assertThat(ApiKeyFormat.hash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void showsFourCharactersOfThirty() {
        assertThat(ApiKeyFormat.mask("lk_live_abcdefghijklmnopqrstuvwxyzABCD_000000"))
                .isEqualTo("lk_live_…ABCD");
    }

    @Test
    void makesNoKeyTwice() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.add(ApiKeyFormat.generate("live"))).isTrue();
        }
    }
}
