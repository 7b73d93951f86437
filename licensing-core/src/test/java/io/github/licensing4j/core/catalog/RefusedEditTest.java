package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits of a live catalog that would end what is in use are refused. */
class RefusedEditTest extends LiveCatalogFixture {
    @Test
    void refusesRemovalOfPinnedPlan() throws IOException {
        pinned = Set.of(Catalogs.PRO);
        LiveCatalog live = open();

        Files.writeString(file, GOOD.replace("pro@1:", "pro@2:"));
        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("plan 'pro@1' would be gone, but a stored license pins it");
        pinned = Set.of();
        assertThat(live.reload()).isTrue();
    }

    @Test
    void refusesRemovalOfRecentlyUsedPlan() throws IOException {
        LiveCatalog live = open();
        live.used(Catalogs.PRO, now.toEpochMilli());
        Files.writeString(file, GOOD.replace("pro@1:", "pro@2:"));

        now = now.plus(Duration.ofHours(24));
        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("a license used it within 24 hours");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(live.reload()).isTrue();
    }

    @Test
    void refusesRemovalOfRequiredNames() throws IOException {
        LiveCatalog live = open();
        Declaration hourly = new Declaration.Required(Requirement.features("forecast.hourly"));
        live.register(List.of(new Endpoint("GET", "/hourly", "Weather#hourly", hourly)), Unannotated.REQUIRE_LICENSE);

        Files.writeString(file, GOOD.replace("forecast.hourly", "forecast.minutely"));
        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("Weather#hourly: unknown feature 'forecast.hourly'");
    }

    @ParameterizedTest
    @Tag("4.4.2")
    @CsvSource({"rule, every endpoint rule", "plan, every plan", "limit, every limit"})
    void confirmsEditThatDropsAllOfKind(String dropped, String message) throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();
        Files.writeString(file, without(dropped));

        for (int poll = 1; poll < 2 + Settling.FURTHER_POLLS; poll++) {
            live.poll();
            assertThat(live.current()).isSameAs(before);
        }
        assertThat(live.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(live.health().detail()).contains(message + " would be dropped");
        live.poll();
        assertThat(live.current()).isNotSameAs(before);
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    private static String without(String kind) {
        String plans = GOOD.substring(GOOD.indexOf("plans:"), GOOD.indexOf("endpoints:"));
        return switch (kind) {
            case "rule" -> GOOD.substring(0, GOOD.indexOf("endpoints:"));
            case "plan" ->
                GOOD.replace(plans, "plans: { other@1: { limits: { p: { kind: concurrency, max: 1 } } } }\n");
            default -> GOOD.replace(plans, "plans: { free@1: {}, pro@1: {} }\n");
        };
    }
}
