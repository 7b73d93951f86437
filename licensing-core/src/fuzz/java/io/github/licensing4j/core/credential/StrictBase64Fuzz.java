package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Each accepted text is the only spelling of what it stands for, and that spelling is always accepted. */
final class StrictBase64Fuzz {

    @FuzzTest(maxDuration = "25s")
    void acceptsTheCanonicalSpellingAlone(byte[] input) throws TokenFault {
        byte[] ascii = new byte[input.length];
        for (int i = 0; i < input.length; i++) {
            ascii[i] = (byte) (input[i] & 0x7f);
        }
        String printed = Base64.getUrlEncoder().withoutPadding().encodeToString(input);
        byte[] canonical = printed.getBytes(StandardCharsets.US_ASCII);
        assertThat(StrictBase64.decode(canonical, 0, canonical.length, "it")).isEqualTo(input);
        byte[] decoded;
        try {
            decoded = StrictBase64.decode(ascii, 0, ascii.length, "it");
        } catch (TokenFault refused) {
            assertThat(refused).hasMessageStartingWith("it ");
            return;
        }
        assertThat(Base64.getUrlEncoder().withoutPadding().encode(decoded)).isEqualTo(ascii);
    }
}
