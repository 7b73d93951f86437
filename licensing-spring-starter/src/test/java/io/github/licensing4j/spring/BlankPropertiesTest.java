package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.annotation.OrderUtils;

/**
 * Tests that a property without a value, such as from an empty environment variable, is named with the expected value.
 */
class BlankPropertiesTest {
    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LicensingAutoConfiguration.class))
            .withPropertyValues("licensing.issuer=https://test.example", "licensing.audience=test");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "licensing.keys.generate | true or false",
                "licensing.clock-skew    | a time such as 30s or PT30S",
                "licensing.mode          | one of enforce, observe",
                "licensing.headers       | one of draft-11, x-ratelimit, off",
                "licensing.store.type    | one of memory, embedded, jdbc",
                "licensing.filter.order  | a whole number",
                "licensing.outage.max-staleness | a time such as 30s or PT30S",
                "licensing.usage.fsync   | one of always, interval",
                "licensing.usage.max-disk | a size such as 512MB or 1GB",
                "licensing.clock.accept-until | an instant such as 2027-01-31T12:00:00Z",
            })
    void namesPropertyValueAndExpectation(String property, String expected) {
        runner.withPropertyValues(property + "=").run(context -> {
            FailureAnalysis analysis = Objects.requireNonNull(
                    new LicensingFailureAnalyzer().analyze(context.getStartupFailure()),
                    () -> String.valueOf(context.getStartupFailure()));
            assertThat(analysis.getDescription()).contains(property + " is '', expected " + expected);
            assertThat(analysis.getAction()).contains("remove it");
        });
    }

    @Test
    @Tag("4.5.9")
    void namesNearestOfUnknownProperty() {
        runner.withPropertyValues("licensing.unanotated=")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("licensing.unanotated"));
        runner.withPropertyValues("licensing.unanotated=deny")
                .run(context -> assertThat(new LicensingFailureAnalyzer().analyze(context.getStartupFailure()))
                        .isNotNull()
                        .extracting(FailureAnalysis::getDescription)
                        .asString()
                        .contains("licensing.unanotated is unknown", "licensing.unannotated"));
    }

    @Test
    void runsBeforeSpringBootAnalyzers() {
        assertThat(OrderUtils.getOrder(LicensingFailureAnalyzer.class)).isZero();
    }
}
