package io.github.licensing4j.core.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceSizeTest {
    private final SliceSize size = new SliceSize();

    @Test
    void doublesWhatLastsLessThanThreeSeconds() {
        size.leased(0);
        assertThat(size.next(1, 2_999)).isEqualTo(32);
        size.leased(2_999);
        assertThat(size.next(1, 5_999)).isEqualTo(32);
    }

    @Test
    void halvesWhatLastsMoreThanTwentySeconds() {
        size.leased(0);
        assertThat(size.next(1, 10)).isEqualTo(32);
        size.leased(10);
        assertThat(size.next(1, 20_010)).isEqualTo(32);
        assertThat(size.next(1, 20_011)).isEqualTo(16);
        assertThat(size.next(1, 20_011)).isEqualTo(16);
    }

    @Test
    void isAtLeastWhatCallNeeds() {
        assertThat(size.next(1_000, 0)).isEqualTo(1_000);
        assertThat(size.next(1, 0)).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"-5,16", "137,16", "65536,16", "1000000,244", "4194304,1024", "9223372036854775807,1024"})
    void isPartOfWhatRemains(long remaining, long expected) {
        size.remaining(remaining);
        assertThat(size.next(1, 0)).isEqualTo(expected);
    }

    @Test
    void shrinksToPartOfWhatRemains() {
        size.remaining(1_000_000);
        size.leased(0);
        size.remaining(100);
        assertThat(size.next(1, 60_000)).isEqualTo(122);
        assertThat(size.next(1, 120_000)).isEqualTo(61);
    }
}
