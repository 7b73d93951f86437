package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each reader of a value takes its own type alone, up to its bounds. */
class StrictJsonTest {

    private interface Reader {
        @Nullable
        Object read(StrictJson json) throws TokenFault;
    }

    private static @Nullable Object read(String value, Reader reader) throws TokenFault {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        byte[] utf8 = ("{\"a\":" + value.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);
        StrictJson.readObject(utf8, "it", (name, json) -> read.put(name, reader.read(json)));
        return read.get("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e401", "1e-401", "177e314400074300", "-1.0e2147483647"})
    void refusesExponentsThatNoDoubleHas(String number) {
        assertThatThrownBy(() -> read(number, json -> json.any("a")))
                .isInstanceOf(TokenFault.class)
                .hasMessage("it: 'a' is out of range");
    }

    @ParameterizedTest
    @Tag("4.2.7")
    @ValueSource(strings = {"c0ae", "c1bf", "e08080", "eda080", "f0808080", "f4908080", "ff", "80", "c3"})
    void refusesTextThatIsNoUtf8(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] front = "{\"a\":\"x".getBytes(StandardCharsets.US_ASCII);
        byte[] text = Arrays.copyOf(front, front.length + bad.length + 2);
        System.arraycopy(bad, 0, text, front.length, bad.length);
        text[text.length - 2] = '"';
        text[text.length - 1] = '}';
        assertThatThrownBy(() -> StrictJson.readObject(text, "it", (name, json) -> json.skip()))
                .isInstanceOf(TokenFault.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1.5, 1500", "1.9999, 1999", "1773144000, 1773144000000", "253402300799, 253402300799000"})
    void readsDatesInMilliseconds(String value, long millis) throws TokenFault {
        assertThat(read(value, json -> json.numericDateMillis("a"))).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.5", "253402300800", "1e300", "'1'", "[1]", "true", "null"})
    void refusesOtherDates(String value) {
        assertThatThrownBy(() -> read(value, json -> json.numericDateMillis("a")))
                .isInstanceOf(TokenFault.class)
                .hasMessageStartingWith("it: 'a' is ");
    }

    @Test
    void readsAnIndexFromZeroUp() throws TokenFault {
        assertThat(read("0", json -> json.index("a"))).isEqualTo(0L);
        assertThat(read("7", json -> json.index("a"))).isEqualTo(7L);
        for (String other : List.of("-1", "1.0", "'1'", "9223372036854775808")) {
            assertThatThrownBy(() -> read(other, json -> json.index("a"))).isInstanceOf(TokenFault.class);
        }
    }

    @Test
    void readsTextUpToItsLength() throws TokenFault {
        assertThat(read("'abc'", json -> json.text("a", 3))).isEqualTo("abc");
        assertThatThrownBy(() -> read("'abcd'", json -> json.text("a", 3))).hasMessageContaining("too long");
        assertThatThrownBy(() -> read("'\\ud800'", json -> json.text("a", 3))).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> read("'\\udfff'", json -> json.text("a", 3))).hasMessageContaining("surrogate");
        assertThat(read("'\\ud83d\\ude00'", json -> json.text("a", 3))).isEqualTo("😀");
    }

    @Test
    void readsListsAndObjectsAsSuchAlone() throws TokenFault {
        assertThat(read("['x','y']", json -> json.texts("a", 9))).isEqualTo(List.of("x", "y"));
        assertThatThrownBy(() -> read("{'x':'y'}", json -> json.texts("a", 9)))
                .hasMessage("it: 'a' is not an array of strings");
        assertThatThrownBy(() -> read("'x'", json -> json.texts("a", 9)))
                .hasMessage("it: 'a' is not an array of strings");
        assertThatThrownBy(() -> read("'x'", json -> {
                    json.object("a", (name, value) -> value.skip());
                    return 0;
                }))
                .hasMessage("it: 'a' is not an object");
        assertThat(read("[1,[true,null],{'b':2.5}]", json -> json.any("a")))
                .isEqualTo(List.of(1, Arrays.asList(true, null), Map.of("b", new BigDecimal("2.5"))));
    }
}
