package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A roll-out of a feature begins and ends while the file stays as it is. */
class RolloutWindowTest extends LiveCatalogFixture {
    private static final String WINDOW = """
            catalog: weather-api
            features:
              beta: { rollout: { by: customer, from: 2026-12-01T00:00:00Z, until: 2026-12-02T00:00:00Z } }
            plans:
              pro@1: { features: [beta] }
            """;

    private static Set<String> features(LiveCatalog live) {
        return live.current()
                .terms(PlanId.parse("pro@1"), Overrides.none(), "acme")
                .features();
    }

    @Test
    void beginsAndEndsWithThePoll() throws IOException {
        Files.writeString(file, WINDOW);
        LiveCatalog live = open();
        assertThat(features(live)).isEmpty();

        now = Instant.parse("2026-12-01T00:00:00Z");
        live.poll();
        assertThat(features(live)).containsExactly("beta");
        Catalog begun = live.current();

        now = Instant.parse("2026-12-01T23:59:59.999Z");
        live.poll();
        assertThat(live.current()).isSameAs(begun);

        now = Instant.parse("2026-12-02T00:00:00Z");
        live.poll();
        assertThat(features(live)).isEmpty();
        assertThat(received).hasSize(2);
    }
}
