package io.github.licensing4j.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.BucketConfiguration;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Configurations are shared, and the cache is bounded without dropping those in use. */
class BucketConfigurationsTest {
    private static final int MAX = 10;

    private final BucketConfigurations configurations = new BucketConfigurations(MAX);

    private static RateLimit limit(int permits) {
        return new RateLimit(
                "burst",
                null,
                List.of(
                        new Band(permits, Duration.ofSeconds(1), 2L * permits),
                        new Band(10L * permits, Duration.ofMinutes(1), 10L * permits)));
    }

    @Test
    void configuresEachBandWithItsIndex() {
        BucketConfiguration configuration = configurations.of(limit(5));
        assertThat(configuration.getBandwidths())
                .hasSize(2)
                .satisfiesExactly(
                        first -> {
                            assertThat(first.getId()).isEqualTo("0");
                            assertThat(first.getCapacity()).isEqualTo(10);
                            assertThat(first.getRefillTokens()).isEqualTo(5);
                            assertThat(first.getRefillPeriodNanos()).isEqualTo(1_000_000_000L);
                            assertThat(first.isGready()).isTrue();
                        },
                        second -> {
                            assertThat(second.getId()).isEqualTo("1");
                            assertThat(second.getCapacity()).isEqualTo(50);
                        });
    }

    @Test
    void keepsConfigurationsInUse() {
        BucketConfiguration used = configurations.of(limit(1));
        BucketConfiguration unused = configurations.of(limit(2));
        for (int i = 0; i < 10 * MAX; i++) {
            BucketConfiguration other = configurations.of(limit(100 + i));
            assertThat(configurations.of(limit(100 + i))).isSameAs(other);
            assertThat(configurations.of(limit(1))).isSameAs(used);
        }
        assertThat(configurations.of(limit(2)))
                .as("evicted")
                .isNotSameAs(unused)
                .isEqualTo(unused);
    }
}
