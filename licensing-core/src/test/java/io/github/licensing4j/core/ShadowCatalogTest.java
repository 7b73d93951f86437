package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.Health;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.ShadowReport.Calls;
import io.github.licensing4j.admin.ShadowReport.Effect;
import io.github.licensing4j.admin.ShadowReport.MeterEffect;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparison of calls with a shadow catalog, which charges and refuses nothing. */
class ShadowCatalogTest {
    private static final Requirement EXPORT = Requirement.features("export.csv");
    private static final String LIVE = """
            catalog: weather-api
            meters:
              tokens: { unit: token }
            features:
              export.csv: {}
              reports: {}
            plans:
              pro@1:
                features: [export.csv]
                price: { amount: 10.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 4, per: P1M, overage: { cap: 4, unit-price: 0.50 USD } }
            """;

    @TempDir
    Path dir;

    private NodeFixture node;
    private String license;
    private String key;

    @BeforeEach
    void start() {
        node = NodeFixture.of(Kept.MEMORY, dir.resolve("node"), "2026-06-01T00:00:00Z")
                .start(LIVE);
        license = node.license("pro@1");
        key = node.key(license);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void shadow(String draft) {
        assertThat(node.admin().catalogs().setShadow(draft, BY).candidate()).isNotNull();
    }

    private ShadowReport report() {
        return node.admin().catalogs().shadow();
    }

    @Test
    void reportsNothingWithoutCandidate() {
        node.calls(key, 2);

        assertThat(report().candidate()).isNull();
        assertThat(report().calls()).isEqualTo(new Calls(0, 0, 0, 0));
    }

    @Test
    void countsFromLiveCountsOn() {
        node.calls(key, 3);
        shadow(LIVE.replace("cap: 4", "cap: 1"));

        node.calls(key, 4);

        assertThat(report().wouldRefuse()).isEqualTo(Map.of(RefusalCode.QUOTA_EXHAUSTED, 2L));
        assertThat(report().calls()).isEqualTo(new Calls(4, 2, 0, 0));
        assertThat(report().customers().largest()).containsExactly(new Effect("acme", 2, 0, 0, 0));
        assertThat(node.used(license, "monthly")).isEqualTo(7);
    }

    @Test
    void reportsCallsThatItWouldGrant() {
        shadow(LIVE.replace("amount: 4", "amount: 9"));
        node.calls(key, 8);

        assertThat(node.call(key, Requirement.license())).isEqualTo("quota-exhausted");

        assertThat(report().wouldGrant()).isEqualTo(Map.of(RefusalCode.QUOTA_EXHAUSTED, 1L));
        assertThat(node.used(license, "monthly")).isEqualTo(8);
    }

    @Test
    void reportsUnitsAndMoneyByMeter() {
        shadow(LIVE.replace("amount: 4", "amount: 2")
                .replace("cap: 4", "cap: 6")
                .replace("0.50 USD", "0.75 USD"));

        node.calls(key, 5);

        ShadowReport report = report();
        assertThat(report.calls()).isEqualTo(new Calls(5, 3, 3, 0));
        assertThat(report.meters())
                .containsExactly(new MeterEffect(
                        "calls",
                        3,
                        new BigDecimal("3"),
                        new BigDecimal("3"),
                        List.of(new Revenue("USD", new BigDecimal("0.50"), new BigDecimal("2.25")))));
        assertThat(report.endpoints().largest()).hasSize(1);
    }

    @Test
    void reportsMissingFeaturesAndPlans() {
        shadow(LIVE.replace("features: [export.csv]", "features: [reports]"));
        assertThat(node.call(key, EXPORT)).isEqualTo("granted");
        assertThat(node.call(key, Requirement.features("reports"))).isEqualTo("feature-not-licensed");
        assertThat(report().wouldRefuse()).isEqualTo(Map.of(RefusalCode.FEATURE_NOT_LICENSED, 1L));
        assertThat(report().wouldGrant()).isEqualTo(Map.of(RefusalCode.FEATURE_NOT_LICENSED, 1L));

        shadow(LIVE.replace("pro@1", "max@1"));
        assertThat(node.call(key, EXPORT)).isEqualTo("granted");
        assertThat(report().wouldRefuse()).isEqualTo(Map.of(RefusalCode.CREDENTIAL_INVALID, 1L));
    }

    @Test
    void countsOnlyWhatItWouldGrant() {
        shadow(LIVE.replace("features: [export.csv]", "features: [reports]").replace("cap: 4", "cap: 0"));
        for (int i = 0; i < 4; i++) {
            assertThat(node.call(key, EXPORT)).isEqualTo("granted");
        }

        node.calls(key, 4);

        // The four refused exports have not used up the amount of four.
        assertThat(report().wouldRefuse()).isEqualTo(Map.of(RefusalCode.FEATURE_NOT_LICENSED, 4L));
    }

    @Test
    void comparesConcurrency() {
        shadow(LIVE.replace("limits:\n", "limits:\n      parallel: { kind: concurrency, max: 1 }\n"));
        var first = node.begun(key);
        var second = node.begun(key);
        first.settle(new Outcome(200, 0));
        second.settle(new Outcome(200, 0));
        node.calls(key, 1);

        assertThat(report().wouldRefuse()).isEqualTo(Map.of(RefusalCode.CONCURRENCY_EXCEEDED, 1L));
    }

    @Test
    void leavesOutSeats() {
        shadow(LIVE.replace("limits:\n", "limits:\n      places: { kind: seats, of: user, max: 1, lease: P30D }\n"));

        node.calls(key, 2);

        assertThat(report().calls().differing()).isZero();
        assertThat(report().notes()).anyMatch(note -> note.contains("pro@1 places"));
    }

    @Test
    void auditsChanges() {
        shadow(LIVE + "# draft\n");
        node.admin().catalogs().clearShadow(BY);
        node.admin().catalogs().clearShadow(BY);

        assertThat(report().candidate()).isNull();
        assertThat(node.admin().audit().read(null, null, 100).items())
                .filteredOn(entry -> entry.action().startsWith("catalog.shadow"))
                .extracting(AuditEntryView::action, AuditEntryView::actor, AuditEntryView::reason)
                .containsExactlyInAnyOrder(
                        tuple("catalog.shadow-set", "ann", "because"),
                        tuple("catalog.shadow-cleared", "ann", "because"));
    }

    @Test
    void rejectsInvalidText() {
        assertThatThrownBy(() -> node.admin().catalogs().setShadow("plans: 1", BY))
                .isInstanceOf(InvalidFieldException.class);
        assertThat(report().candidate()).isNull();
        node.calls(key, 1);
    }

    @Test
    void invalidFileLeavesLiveCatalogAlone() throws IOException {
        Path file = Files.writeString(dir.resolve("draft.yaml"), "plans: 1");
        try (EngineFixture engine = new EngineFixture(
                Files.createDirectories(dir.resolve("other")),
                EngineFixture.CATALOG,
                new MovableClock("2026-06-01T00:00:00Z"),
                builder -> builder.stored(StoreOptions.in(node.store).allowVolatileUsage())
                        .shadowCatalog(file))) {
            assertThat(engine.built.info().health().components())
                    .filteredOn(component -> component.name().equals("catalog-shadow"))
                    .singleElement()
                    .satisfies(component -> {
                        assertThat(component.status()).isEqualTo(Health.Status.DEGRADED);
                        assertThat(component.detail()).contains("draft.yaml:1", "the live catalog is not affected");
                    });
            assertThat(engine.call(engine.token("free@1", "lic_9"), Requirement.license()))
                    .isEqualTo("granted");
            var catalogs = engine.built.management().admin().orElseThrow().catalogs();
            assertThat(catalogs.shadow().problem()).contains("draft.yaml");
            assertThatThrownBy(() -> catalogs.setShadow(LIVE, BY)).isInstanceOf(ConflictException.class);
        }
    }
}
