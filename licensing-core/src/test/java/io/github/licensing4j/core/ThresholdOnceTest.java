package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.core.MeteredFixture.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each threshold of a period is announced once, whatever corrections do. */
class ThresholdOnceTest extends UsageAdminFixture {
    @Test
    void announcesLevelOncePerPeriod() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 7);
            fixture.correct(license, "1");
            assertThat(fixture.takeMessages()).singleElement().asString().contains("\"level\":80");
            fixture.correct(license, "-1");
            fixture.calls(key, 1);
            fixture.restart();
            fixture.correct(license, "-1");
            fixture.calls(key, 1);
            assertThat(fixture.totalCalls()).isEqualTo(8);
            assertThat(fixture.takeMessages()).isEmpty();
            fixture.calls(key, 2);
            fixture.correct(license, "-3");
            fixture.correct(license, "3");
            assertThat(fixture.takeMessages()).singleElement().asString().contains("\"level\":100");
            fixture.clock.set("2026-04-10T12:00:00Z");
            fixture.correct(license, "9");
            assertThat(fixture.takeMessages())
                    .singleElement()
                    .asString()
                    .contains("\"level\":80", "\"start\":\"2026-04-10T12:00:00Z\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void announcesCustomerBudgetOncePerPeriod(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String one = fixture.key(fixture.license("team@1"));
            String corrected = fixture.license("team@1");
            var made = fixture.admin().keys().create(corrected, KeyRequest.plain(), BY);
            String keyId = made.view().id();
            String other = made.key();
            fixture.calls(one, 2);
            fixture.calls(other, 1);
            assertThat(fixture.totalCalls()).isEqualTo(3);
            assertThat(fixture.takeMessages()).isEmpty();
            fixture.calls(other, 1);
            assertThat(fixture.totalCalls()).isEqualTo(4);
            assertThat(fixture.takeMessages())
                    .singleElement()
                    .asString()
                    .contains("\"customer\":\"acme\"", "\"limit\":\"shared\"", "\"level\":80", "\"used\":4")
                    .doesNotContain("\"license\":");
            fixture.correctKey(corrected, keyId, "-2");
            fixture.calls(one, 1);
            fixture.correctKey(corrected, keyId, "1");
            assertThat(fixture.totalCalls()).isEqualTo(4);
            assertThat(fixture.takeMessages()).isEmpty();
            fixture.clock.set("2026-04-10T12:00:00Z");
            fixture.correctKey(corrected, keyId, "4");
            assertThat(fixture.takeMessages())
                    .as("a period later, by a correction")
                    .hasSize(1);
        }
    }
}
