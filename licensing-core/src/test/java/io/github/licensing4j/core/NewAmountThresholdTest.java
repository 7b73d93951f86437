package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.MeteredFixture.Kept;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thresholds of a quota are announced again once its amount is another one, whatever changed it. */
@Tag("4.1.9")
class NewAmountThresholdTest {
    @TempDir
    Path dir;

    private static String catalog(int amount) {
        return """
                catalog: weather-api
                features:
                  forecast.daily: {}
                plans:
                  pro@1:
                    features: [forecast.daily]
                    limits:
                      monthly: { kind: quota, meter: calls, amount: %d, per: P1M, warn-at: [80, 100] }
                  big@1:
                    extends: pro@1
                    limits:
                      monthly: { amount: 20 }
                """.formatted(amount);
    }

    private static List<String> levels(MeteredFixture fixture) {
        fixture.usage().reconcile();
        return fixture.takeMessages().stream()
                .map(body -> body.replaceAll(".*\"level\":([0-9]+),.*\"amount\":([0-9]+).*", "$1 of $2"))
                .toList();
    }

    private static void edit(MeteredFixture fixture, String catalog) {
        var catalogs = fixture.admin().catalogs();
        catalogs.replace(catalog, catalogs.current().hash(), BY);
    }

    @ParameterizedTest
    @EnumSource
    void followEditsAndPlanChanges(Kept kept) {
        try (MeteredFixture fixture = new MeteredFixture(dir, kept, catalog(10), options -> options)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 8);
            assertThat(levels(fixture)).containsExactly("80 of 10");

            fixture.changePlan(license, "big@1", UsageTreatment.CARRY);
            fixture.calls(key, 7);
            assertThat(levels(fixture)).isEmpty();
            fixture.calls(key, 1);
            assertThat(levels(fixture)).containsExactly("80 of 20");

            fixture.changePlan(license, "pro@1", UsageTreatment.CARRY);
            edit(fixture, catalog(18));
            fixture.calls(key, 1);
            assertThat(levels(fixture)).as("16 of 18 were used before").containsExactly("80 of 18");
            fixture.calls(key, 1);
            assertThat(levels(fixture)).containsExactly("100 of 18");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "IN_FILES")
    void followEditsBeforeRestart(Kept kept) {
        try (MeteredFixture fixture = new MeteredFixture(dir, kept, catalog(100), options -> options)) {
            String key = fixture.key(fixture.license("pro@1"));
            fixture.calls(key, 9);
            fixture.restart(catalog(11));
            fixture.calls(key, 1);
            assertThat(levels(fixture)).containsExactly("80 of 11");
            fixture.restart(catalog(11));
            fixture.calls(key, 1);
            assertThat(levels(fixture)).containsExactly("100 of 11");
        }
    }
}
