package io.github.licensing4j.core.limit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("4.2.6")
class LedgerRoomTest {
    @Test
    void boundsALedgerInMemory() {
        LedgerRoom room = new LedgerRoom(false, 2);
        room.take(500);
        assertThat(room.isLeft(100)).isTrue();
        room.take(700);
        assertThat(room.isLeft(600)).isFalse();
        assertThat(room.isLeft(700)).isTrue();
    }
}
