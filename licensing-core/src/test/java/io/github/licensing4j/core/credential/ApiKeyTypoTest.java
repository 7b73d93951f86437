package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.CredentialVerification.Rejected;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A mistyped key never causes a look-up in the store. */
class ApiKeyTypoTest {
    private static final String TYPED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-. ";

    private final AtomicInteger lookups = new AtomicInteger();
    private final ApiKeyVerifier verifier = new ApiKeyVerifier(ApiKeyForms.own(), hash -> {
        lookups.incrementAndGet();
        return Optional.empty();
    });

    @Test
    void detectsWrongCharacterBeforeLookUp() {
        for (String environment : new String[] {"live", "t", "production2026eu"}) {
            String key = ApiKeyFormat.generate(environment);
            for (int i = 0; i < key.length(); i++) {
                for (int t = 0; t < TYPED.length(); t++) {
                    char typed = TYPED.charAt(t);
                    if (typed != key.charAt(i)) {
                        assertRefused(key.substring(0, i) + typed + key.substring(i + 1));
                    }
                }
            }
        }
        assertThat(lookups).hasValue(0);
    }

    @Test
    void detectsSwappedCharactersBeforeLookUp() {
        for (int round = 0; round < 200; round++) {
            String key = ApiKeyFormat.generate("live");
            for (int i = 0; i + 1 < key.length(); i++) {
                if (key.charAt(i) != key.charAt(i + 1)) {
                    assertRefused(key.substring(0, i) + key.charAt(i + 1) + key.charAt(i) + key.substring(i + 2));
                }
            }
        }
        assertThat(lookups).hasValue(0);
    }

    @Test
    void refusesKeyOfOtherEnvironment() {
        String key = ApiKeyFormat.generate("live");
        assertRefused(key.replaceFirst("lk_live_", "lk_test_"));
        assertRefused(key.replaceFirst("lk_", "lr_"));
        assertThat(lookups).hasValue(0);
    }

    @Test
    void looksUpOnlyExactKey() {
        assertThat(verifier.verify(ApiKeyFormat.generate("live"))).isInstanceOf(Rejected.class);
        assertThat(lookups).hasValue(1);
    }

    private void assertRefused(String key) {
        assertThat(verifier.verify(key)).as(key).isInstanceOf(Rejected.class);
    }
}
