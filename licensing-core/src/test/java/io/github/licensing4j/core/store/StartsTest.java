package io.github.licensing4j.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.UseAtStart;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("4.1.7")
class StartsTest {
    @Test
    void readsWhatWasStored() {
        List<UseAtStart> starts = List.of(new UseAtStart(1, 2, 3), new UseAtStart(1_772_000_000_000L, -7, 40));
        assertThat(Starts.parse(Starts.text(starts))).isEqualTo(starts);
        assertThat(Starts.parse(null)).isEmpty();
    }

    @Test
    void latestOfTooManyIsKept() {
        List<UseAtStart> starts = List.of();
        for (int i = 0; i < 1_000; i++) {
            starts = Starts.with(starts, new UseAtStart(i, i, i));
        }
        assertThat(starts).hasSize(200);
        assertThat(Starts.last(starts)).isEqualTo(new UseAtStart(999, 999, 999));
    }
}
