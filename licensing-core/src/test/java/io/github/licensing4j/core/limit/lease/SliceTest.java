package io.github.licensing4j.core.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceTest {
    /** Calls come faster than a slow store answers: one request is queued, and not one for each call. */
    @Test
    void queuesOneRequestAhead() {
        Slice slice = new Slice();
        assertThat(slice.takeAhead(0)).isTrue();
        assertThat(slice.takeAhead(0)).isFalse();
        slice.endAhead();
        assertThat(slice.takeAhead(0)).isTrue();
        slice.end();
        assertThat(slice.takeAhead(0)).isTrue();
    }
}
