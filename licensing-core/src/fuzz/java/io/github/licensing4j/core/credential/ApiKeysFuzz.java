package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.Mutations;
import java.util.regex.Pattern;

/** Only keys of the one form are well-formed, no change of one character leaves them so, and masks hide them. */
final class ApiKeysFuzz {
    private static final Pattern SCANNED = Pattern.compile("lk_[a-z0-9]{1,16}_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}");
    private static final String[] GENUINE = {
        "lk_live_000000000000000000000000000000_2C8GjS",
        ApiKeyFormat.generate("live"),
        ApiKeyFormat.generate("t"),
        ApiKeyFormat.generateRefreshToken("live"),
    };

    @FuzzTest(maxDuration = "25s")
    void knowsItsOwnFormAlone(FuzzedDataProvider data) {
        int at = data.consumeInt(0, 36);
        char other = data.consumeChar();
        String key = Mutations.of(data, GENUINE);
        if (ApiKeyFormat.isWellFormedRefreshToken(key)) {
            assertThat(ApiKeyFormat.isWellFormed(key)).isFalse();
        }
        if (!ApiKeyFormat.isWellFormed(key)) {
            return;
        }
        assertThat(key).matches(SCANNED);
        assertThat(ApiKeyFormat.looksLikeApiKey(key)).isTrue();
        String random = key.substring(key.length() - 37, key.length() - 7);
        assertThat(ApiKeyFormat.mask(key))
                .doesNotContain(random.substring(0, 26))
                .endsWith("…" + random.substring(26));
        int changed = key.length() - 1 - at;
        if (key.charAt(changed) != other) {
            String typo = key.substring(0, changed) + other + key.substring(changed + 1);
            assertThat(ApiKeyFormat.isWellFormed(typo)).isFalse();
        }
    }
}
