package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.CatalogParser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roll-outs of features to named customers, within a time, and switched off. */
class FeatureRolloutTest {
    private static final Requirement BETA = Requirement.features("beta");

    @TempDir
    Path dir;

    private NodeFixture node;
    private String acme;
    private String bolt;

    @BeforeEach
    void start() {
        node = NodeFixture.of(Kept.MEMORY, dir, "2026-06-01T00:00:00Z")
                .start(catalog("{ percent: 100, by: customer }"));
        acme = key("acme");
        bolt = key("bolt");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String key(String customer) {
        return node.key(node.admin()
                .licenses()
                .create(NewLicense.of(customer, PlanId.parse("pro@1")), AdminFixture.BY)
                .id());
    }

    private static String catalog(String rollout) {
        return """
                catalog: weather-api
                features:
                  beta: { rollout: %s }
                  other: {}
                plans:
                  pro@1: { features: [beta] }
                  free@1: { features: [other] }
                """.formatted(rollout);
    }

    private boolean has(String key) {
        return node.call(key, BETA).equals("granted");
    }

    @Test
    void namedCustomersHaveIt() {
        node.edit(catalog("{ by: customer, customers: [acme] }"));

        assertThat(has(acme)).isTrue();
        assertThat(has(bolt)).isFalse();
    }

    @Test
    void namedCustomersNeedThePlan() {
        node.edit(catalog("{ by: customer, customers: [cord] }"));
        String cord = node.key(node.admin()
                .licenses()
                .create(NewLicense.of("cord", PlanId.parse("free@1")), AdminFixture.BY)
                .id());

        assertThat(has(cord)).isFalse();
    }

    @Test
    void switchStopsItForEveryCustomer() {
        assertThat(has(acme)).isTrue();

        node.edit(catalog("{ percent: 100, by: customer, customers: [acme], off: true }"));

        assertThat(has(acme)).isFalse();
        assertThat(has(bolt)).isFalse();
    }

    @Test
    void windowIsReadWhenCatalogIsRead() {
        String window = "{ by: customer, from: 2026-06-02T00:00:00Z, until: 2026-06-03T00:00:00Z }";
        node.edit(catalog(window));
        assertThat(has(acme)).isFalse();

        node.clock.set("2026-06-02T00:00:00Z");
        node.edit(catalog(window) + "# again\n");
        assertThat(has(acme)).isTrue();

        node.clock.set("2026-06-03T00:00:00Z");
        node.edit(catalog(window));
        assertThat(has(acme)).isFalse();
    }

    @Test
    void reportsProblems() {
        assertThatThrownBy(() -> CatalogParser.parse("c", catalog("{ by: customer, from: soon }")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("an instant such as");
        assertThatThrownBy(() -> CatalogParser.parse(
                        "c", catalog("{ by: customer, from: 2026-06-03T00:00:00Z, until: 2026-06-02T00:00:00Z }")))
                .hasMessageContaining("ends before it begins");
        assertThatThrownBy(() -> CatalogParser.parse("c", catalog("{ by: customer, customers: [{}] }")))
                .hasMessageContaining("expected a customer");
    }
}
