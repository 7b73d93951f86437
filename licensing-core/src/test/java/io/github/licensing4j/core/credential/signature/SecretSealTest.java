package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretSealTest {
    private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(StandardCharsets.US_ASCII);

    private final SecretSeal seal = new SecretSeal(new byte[32]);

    @Test
    void opensWhatItSealed() {
        String sealed = seal.seal(SECRET, "owner");
        assertThat(seal.open(sealed, "owner")).isEqualTo(SECRET);
        assertThat(sealed)
                .doesNotContain(Base64.getUrlEncoder().encodeToString(SECRET).substring(0, 20));
        assertThat(seal.seal(SECRET, "owner")).as("another nonce").isNotEqualTo(sealed);
    }

    @Test
    void refusesOtherKeyOwnerOrText() {
        String sealed = seal.seal(SECRET, "owner");
        byte[] otherKey = new byte[32];
        otherKey[31] = 1;
        refuses(new SecretSeal(otherKey), sealed, "owner");
        refuses(seal, sealed, "other owner");
        refuses(seal, sealed.substring(0, sealed.length() - 4), "owner");
        for (int i = 3; i < sealed.length() - 1; i += 7) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            refuses(seal, sealed.substring(0, i) + other + sealed.substring(i + 1), "owner");
        }
        for (String text :
                new String[] {"", "v1.", "v1.AAAA", "v2." + sealed.substring(3), "v1.***", sealed + "AAAA"}) {
            refuses(seal, text, "owner");
        }
    }

    private static void refuses(SecretSeal with, String sealed, String owner) {
        assertThatThrownBy(() -> with.open(sealed, owner))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("another audit key");
    }

    @Test
    void showsNoKey() {
        assertThat(seal).hasToString("SecretSeal[***]");
        assertThatThrownBy(() -> new SecretSeal(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }
}
