package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.MeteredFixture.Kept;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The outlook of a period projects the usage so far. */
class UsageOutlookTest extends UsageAdminFixture {
    @ParameterizedTest
    @EnumSource
    void projectsUsageLinearly(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 11);
            // Fifteen and a half of 31 days.
            fixture.clock.advance(Duration.ofHours(372));
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.overage()).isEqualTo(1);
                assertThat(outlook.cost()).hasToString("0.25 USD");
                assertThat(outlook.projected()).isEqualTo(22);
                assertThat(outlook.projectedCost()).hasToString("3.00 USD");
            });
            fixture.correct(license, "10");
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.projected()).isEqualTo(30);
                assertThat(outlook.projectedCost()).hasToString("5.00 USD");
            });
        }
    }

    @Test
    @Tag("4.5.10")
    void projectsOnlyAfterShareOfPeriod() {
        try (MeteredFixture fixture = open(Kept.IN_MEMORY)) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 3);
            fixture.clock.advance(Duration.ofSeconds(1));
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.projected()).isNull();
                assertThat(outlook.projectedCost()).isNull();
                assertThat(outlook.cost()).hasToString("0.00 USD");
            });
            // 5 % of 31 days are 37 hours and 12 minutes.
            fixture.clock.advance(Duration.ofMinutes(2_232).minusSeconds(2));
            assertThat(fixture.usage().outlook(license))
                    .singleElement()
                    .satisfies(outlook -> assertThat(outlook.projected()).isNull());
            fixture.clock.advance(Duration.ofSeconds(1));
            assertThat(fixture.usage().outlook(license))
                    .singleElement()
                    .satisfies(outlook -> assertThat(outlook.projected()).isEqualTo(30));
        }
    }
}
