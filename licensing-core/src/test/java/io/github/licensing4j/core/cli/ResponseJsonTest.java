package io.github.licensing4j.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":1,\"a\":1}", "{} {}", "<html>", "{\"a\":1e99999999999}"})
    void refusesWhatIsNoJson(String content) {
        assertThatThrownBy(() -> ResponseJson.read(content.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage("the response is no JSON");
    }

    @Test
    void printsNoControlCharacters() throws IOException {
        String content = "{\"a\":\"x\\u001b[31m\\ny\",\"b\":7,\"c\":null,\"d\":\"\"}";
        var read = ResponseJson.read(content.getBytes(StandardCharsets.UTF_8));
        assertThat(ResponseJson.text(read, "a")).isEqualTo("x?[31m?y");
        assertThat(ResponseJson.text(read, "b")).isEqualTo("7");
        assertThat(ResponseJson.text(read, "c")).isEqualTo("-");
        assertThat(ResponseJson.text(read, "d")).isEqualTo("-");
        assertThat(ResponseJson.text(read, "e")).isEqualTo("-");
    }
}
