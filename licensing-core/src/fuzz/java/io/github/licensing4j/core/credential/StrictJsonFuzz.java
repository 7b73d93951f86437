package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.Mutations;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is accepted is UTF-8 that a strict reader takes for the same, and reading it, printing it and reading it again changes nothing. */
final class StrictJsonFuzz {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String GENUINE = """
            {"iss":"https://vendor.example","aud":["a","b"],"iat":1773144000,"exp":1773147600.5,"n":-0,"big":12345678901234567890,
             "limits":{"monthly":{"amount":1000,"soft":true,"note":null,"deep":[[{"x":"\\u00e9\\ud83d\\ude00"}]]}}}""";

    @FuzzTest(maxDuration = "25s")
    void readsWhatAStrictReaderReads(FuzzedDataProvider data) throws TokenFault {
        byte[] utf8 = Mutations.of(data, GENUINE).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> read;
        try {
            read = read(utf8);
        } catch (TokenFault refused) {
            assertThat(refused).hasMessageStartingWith("it");
            return;
        }
        assertThat(STRICT.readValue(utf8, Object.class)).isEqualTo(read);
        assertThat(byValue(read(STRICT.writeValueAsBytes(read)))).isEqualTo(byValue(read));
    }

    /** Replaces numbers by their values: 0e0 is a decimal, and is written as the integer 0. */
    private static Object byValue(Object json) {
        if (json instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros();
        }
        if (json instanceof List<?> list) {
            return list.stream().map(StrictJsonFuzz::byValue).toList();
        }
        if (json instanceof Map<?, ?> map) {
            Map<Object, Object> values = new LinkedHashMap<>();
            map.forEach((name, value) -> values.put(name, byValue(value)));
            return values;
        }
        return json == null ? "null" : json;
    }

    private static Map<String, Object> read(byte[] utf8) throws TokenFault {
        Map<String, Object> members = new LinkedHashMap<>();
        StrictJson.readObject(utf8, "it", (name, json) -> members.put(name, json.any(name)));
        return members;
    }
}
