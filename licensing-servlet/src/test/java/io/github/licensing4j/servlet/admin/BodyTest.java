package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.admin.InvalidFieldException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests that errors of a body name the member. */
class BodyTest {

    private static Body body(String name, Object value) {
        return new Body("", Map.of(name, value), Set.of("a", "b"));
    }

    @Test
    void namesUnknownMember() {
        assertThatThrownBy(() -> body("c", "x"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("c: unknown member, expected a, b");
    }

    @Test
    void namesMemberOfWrongType() {
        assertThatThrownBy(() -> body("a", 1).text("a")).hasMessage("a: expected text");
        assertThatThrownBy(() -> body("a", "true").flag("a")).hasMessage("a: expected true or false");
        assertThatThrownBy(() -> body("a", "x").list("a")).hasMessage("a: expected a list of texts");
        assertThatThrownBy(() -> body("a", List.of(1)).list("a")).hasMessage("a: expected a list of texts");
        assertThatThrownBy(() -> body("a", "x").object("a", Set.of())).hasMessage("a: expected an object");
        assertThatThrownBy(() -> body("a", Map.of("k", 1)).textMap("a")).hasMessage("a.k: expected text");
    }

    @Test
    void namesMissingOrMalformedMember() {
        assertThatThrownBy(() -> body("b", "x").text("a")).hasMessage("a: it is required");
        assertThatThrownBy(() -> body("a", "soon").requiredParsed("a", "a time such as PT1H", Duration::parse))
                .hasMessage("a: expected a time such as PT1H");
    }

    @Test
    void namesNestedMember() {
        Body inner = Objects.requireNonNull(body("a", Map.of("b", 1)).object("a", Set.of("b")));
        assertThatThrownBy(() -> inner.text("b")).hasMessage("a.b: expected text");
    }

    @Test
    void distinguishesAbsentFromNull() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", null);
        Body body = new Body("", members, Set.of("a", "b"));
        assertThat(body.has("a")).isTrue();
        assertThat(body.has("b")).isFalse();
        assertThat(body.isNull("a")).isTrue();
    }
}
