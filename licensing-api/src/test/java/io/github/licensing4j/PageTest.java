package io.github.licensing4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void passesItemsOfAllPagesInOrder() {
        Map<String, Page<Integer>> pages = Map.of(
                "first", new Page<>(List.of(1, 2), "empty"),
                "empty", new Page<>(List.of(), "last"),
                "last", new Page<>(List.of(3), null));
        List<Integer> passed = new ArrayList<>();
        Page.forEach(cursor -> pages.get(cursor == null ? "first" : cursor), passed::add);
        assertThat(passed).containsExactly(1, 2, 3);
    }
}
