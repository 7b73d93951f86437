package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    @Tag("4.1.4")
    void sumsBelowZeroStayBelow() {
        assertThat(Units.sum(-10, 3)).isEqualTo(-7);
        assertThat(Units.sum(0, -10)).isEqualTo(-10);
    }

    @Test
    void sumsBeyondLongStopAtItsEnds() {
        assertThat(Units.sum(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Units.sum(Long.MAX_VALUE - 1, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Units.sum(Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
    }
}
