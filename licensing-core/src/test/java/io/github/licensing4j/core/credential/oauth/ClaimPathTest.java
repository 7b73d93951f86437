package io.github.licensing4j.core.credential.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places of claims. */
class ClaimPathTest {
    private static final Map<String, Object> CLAIMS = Map.of(
            "azp", "a", "https://x.example/role", "b", "realm", Map.of("roles", List.of("c"), "a/b", "d", "m~n", "e"));

    @Test
    void findsTopLevelClaimByItsExactName() {
        assertThat(ClaimPath.parse("azp").in(CLAIMS)).isEqualTo("a");
        assertThat(ClaimPath.parse("https://x.example/role").in(CLAIMS)).isEqualTo("b");
        assertThat(ClaimPath.parse("realm.roles").in(CLAIMS)).isNull();
    }

    @Test
    @DisplayName("RFC 6901 §3, §4: follows a pointer, with ~1 for a slash and ~0 for a tilde")
    void followsPointer() {
        assertThat(ClaimPath.parse("/realm/roles").in(CLAIMS)).isEqualTo(List.of("c"));
        assertThat(ClaimPath.parse("/realm/a~1b").in(CLAIMS)).isEqualTo("d");
        assertThat(ClaimPath.parse("/realm/m~0n").in(CLAIMS)).isEqualTo("e");
        assertThat(ClaimPath.parse("/https:~1~1x.example~1role").in(CLAIMS)).isEqualTo("b");
        assertThat(ClaimPath.parse("/azp/roles").in(CLAIMS)).isNull();
        assertThat(ClaimPath.parse("/none/roles").in(CLAIMS)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"azp", "https://x.example/role", "/realm/a~1b", "/realm/m~0n"})
    void isWrittenAsItIsRead(String text) {
        assertThat(ClaimPath.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", "/a//b", "/a~2b", "/a~", "/1/2/3/4/5/6/7/8/9"})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> ClaimPath.parse(text)).isInstanceOf(LicensingException.class);
    }
}
