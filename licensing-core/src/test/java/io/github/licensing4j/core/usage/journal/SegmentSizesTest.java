package io.github.licensing4j.core.usage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests the size of the next segment. */
class SegmentSizesTest {
    private static final int MIB = 1 << 20;

    private static SegmentSizes sizes(long maxBytes) {
        return new SegmentSizes(JournalSettings.in(Path.of("journal")).sizes(16 * MIB, maxBytes));
    }

    @Test
    void doublesWhileDefinitionsFillSegments() {
        SegmentSizes sizes = sizes(1L << 30);
        assertThat(sizes.next()).isEqualTo(16 * MIB);
        sizes.full(16 * MIB, 8 * MIB);
        assertThat(sizes.next()).isEqualTo(32 * MIB);
        sizes.full(16 * MIB, 8 * MIB);
        assertThat(sizes.next()).isEqualTo(32 * MIB);
        sizes.full(32 * MIB, 8 * MIB);
        assertThat(sizes.next()).isEqualTo(64 * MIB);
        sizes.full(64 * MIB, 4 * MIB);
        assertThat(sizes.next()).isEqualTo(64 * MIB);
    }

    @Test
    void largestIsEightTimesSmallest() {
        SegmentSizes sizes = sizes(1L << 40);
        sizes.full(128 * MIB, 100 * MIB);
        assertThat(sizes.next()).isEqualTo(128 * MIB);
    }

    @Test
    void largestIsEighthOfAllSegments() {
        SegmentSizes small = sizes(32 * MIB);
        small.full(16 * MIB, 15 * MIB);
        assertThat(small.next()).isEqualTo(16 * MIB);
        SegmentSizes medium = sizes(300 * MIB);
        medium.full(32 * MIB, 31 * MIB);
        assertThat(medium.next()).isEqualTo(32 * MIB);
    }

    @Test
    void neverExceedsIntRange() {
        SegmentSizes sizes =
                new SegmentSizes(JournalSettings.in(Path.of("journal")).sizes(1 << 30, 1L << 40));
        sizes.full(1 << 30, 1 << 29);
        assertThat(sizes.next()).isEqualTo(1 << 30);
    }

    @Test
    void smallerSegmentGrowsAgain() {
        SegmentSizes sizes = sizes(1L << 30);
        sizes.full(64 * MIB, 32 * MIB);
        assertThat(sizes.next()).isEqualTo(128 * MIB);
        // A small one was made where there was no room for a large one.
        sizes.full(16 * MIB, 8 * MIB);
        assertThat(sizes.next()).isEqualTo(32 * MIB);
    }
}
