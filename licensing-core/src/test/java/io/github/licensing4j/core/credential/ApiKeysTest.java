package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of API keys, by which users, scanners and log filters recognize them. */
class ApiKeysTest {
    /** The checksum of thirty zeros, worked out apart from this code: CRC-32 is 77e5db82 in hexadecimal. */
    private static final String ZEROS = "lk_live_000000000000000000000000000000_";

    @ParameterizedTest
    @ValueSource(strings = {"live", "t", "0123456789abcdef"})
    void makesKeysOfItsOwnForm(String environment) {
        String key = ApiKeys.generate(environment);
        assertThat(key).matches("lk_" + environment + "_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}");
        assertThat(ApiKeys.isWellFormed(key)).isTrue();
        assertThat(ApiKeys.looksLikeApiKey(key)).isTrue();
        assertThat(ApiKeys.isWellFormedRefreshToken(key)).isFalse();
        String refresh = ApiKeys.generateRefreshToken(environment);
        assertThat(refresh).startsWith("lr_" + environment + "_");
        assertThat(ApiKeys.isWellFormedRefreshToken(refresh)).isTrue();
        assertThat(ApiKeys.isWellFormed(refresh)).isFalse();
        assertThat(ApiKeys.looksLikeApiKey(refresh)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Live", "a_b", "0123456789abcdefg", "é"})
    void refusesOtherEnvironments(String environment) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeys.generate(environment))
                .withMessageContaining("'" + environment + "'");
    }

    @Test
    void findsATypingErrorInAnyPlace() {
        String key = ApiKeys.generate("live");
        for (int at = 0; at < key.length(); at++) {
            char other = key.charAt(at) == 'x' ? 'y' : 'x';
            String typo = key.substring(0, at) + other + key.substring(at + 1);
            assertThat(ApiKeys.isWellFormed(typo)).as("place %s", at).isFalse();
        }
        assertThat(ApiKeys.isWellFormed(key + "0")).isFalse();
        assertThat(ApiKeys.isWellFormed(key.substring(1))).isFalse();
        assertThat(ApiKeys.isWellFormed(key.substring(0, key.length() - 1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lk_", "lk__", "lk_live_", "lk_live_0_0"})
    void refusesShortText(String text) {
        assertThat(ApiKeys.isWellFormed(text)).isFalse();
    }

    @Test
    void keepsChecksumOfExistingKeys() {
        assertThat(ApiKeys.isWellFormed(ZEROS + "2KXur2")).isTrue();
        assertThat(ApiKeys.isWellFormed(ZEROS.replace("lk_live_", "lk__") + "2KXur2"))
                .isFalse();
    }

    @Test
    void isHashedAsWeAllHash() {
        assertThat(ApiKeys.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void showsFourCharactersOfThirty() {
        assertThat(ApiKeys.mask("lk_live_abcdefghijklmnopqrstuvwxyzABCD_000000"))
                .isEqualTo("lk_live_…ABCD");
    }

    @Test
    void makesNoKeyTwice() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.add(ApiKeys.generate("live"))).isTrue();
        }
    }
}
