package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Health;
import io.github.licensing4j.MatchedPath;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Conditions follow edits of the catalog file; a wrong edit leaves the old one in force. */
class ConditionEditTest extends LiveCatalogFixture {
    private static final CalledEndpoint EXPORT =
            new CalledEndpoint("HEAD", MatchedPath.of("/v1/export/csv"), Declaration.none());

    @Test
    void followsFile() throws IOException {
        try (LiveCatalog live = open()) {
            assertThat(live.current().condition(EXPORT)).isNull();
            edit("plan.version > 1");
            assertThat(live.reload()).isTrue();
            assertThat(live.current().condition(EXPORT)).hasToString("plan.version > 1");
            edit("plan.version > 'a'");
            assertThat(live.reload()).isFalse();
            assertThat(live.current().condition(EXPORT)).hasToString("plan.version > 1");
            assertThat(live.health().status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(live.health().detail())
                    .contains("'when' of an endpoint rule: found no matching overload for '_>_'");
            edit("plan.version > 2");
            assertThat(live.reload()).isTrue();
            assertThat(live.health().status()).isEqualTo(Health.Status.UP);
            assertThat(live.current().condition(EXPORT)).hasToString("plan.version > 2");
        }
    }

    private void edit(String condition) throws IOException {
        String rule = "charge: { calls: 10 }";
        assertThat(GOOD).contains(rule);
        Files.writeString(file, GOOD.replace(rule, rule + ", when: \"" + condition + "\""));
    }
}
