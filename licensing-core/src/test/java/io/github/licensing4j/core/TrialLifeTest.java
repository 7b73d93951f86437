package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Match;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Upgrade;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How trials begin, and how a purchase ends them. */
@Tag("4.5.3")
class TrialLifeTest {
    private static final String CATALOG = """
            catalog: weather-api
            features:
              daily: {}
              hourly: {}
              radar: {}
            plans:
              free@1:  { features: [daily] }
              trial@1: { features: [daily, hourly, radar], trial: { for: P14D, then: free@1 } }
              taste@1: { features: [daily], trial: { for: P14D, then: pro@1 } }
              sample@1: { features: [hourly, radar], trial: { for: P14D, then: pro@1 } }
              test-drive@1: { features: [hourly, radar], trial: { for: P14D, then: free@1, only: true } }
              pro@1:
                features: [daily, hourly]
                price: { amount: 49.00 USD, per: P1M }
                trial: { for: P14D, then: free@1 }
              team@1:  { features: [daily, hourly], trial: { for: P7D, then: free@1 } }
              trial-team@1: { features: [hourly], trial: { for: P7D, then: free@1, only: false } }
              old@1:   { features: [hourly], retired: true }
              house@1: { features: [hourly], private: true }
            """;

    @TempDir
    Path dir;

    private BilledNode node;
    private Licenses licenses;

    @BeforeEach
    void open() {
        node = new BilledNode(dir, "node", CATALOG, new MovableClock("2026-03-01T00:00:00Z"), new InMemoryStore());
        licenses = node.admin().licenses();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void beginsWithTrialWherePlanHasOne() {
        LicenseView tried = create("pro@1");
        assertThat(tried.license().state()).isEqualTo(LicenseState.TRIALING);
        node.engine.clock.advance(Duration.ofDays(14));
        assertThat(licenses.get(tried.id()).license().plan()).isEqualTo(PlanId.parse("free@1"));
        assertThat(create("free@1").license().state()).isEqualTo(LicenseState.ACTIVE);
    }

    @Test
    void skipsTrialOnRequest() {
        LicenseView bought =
                licenses.create(NewLicense.of("acme", PlanId.parse("pro@1")).bought(), BY);
        assertThat(bought.license().state()).isEqualTo(LicenseState.ACTIVE);
        node.engine.clock.advance(Duration.ofDays(15));
        assertThat(licenses.get(bought.id()).license().plan()).isEqualTo(PlanId.parse("pro@1"));
        // It was no trial, so there is still one left.
        assertThat(create("pro@1").license().state()).isEqualTo(LicenseState.TRIALING);
    }

    @Test
    void startsOneTrialForEachCustomer() {
        create("pro@1");
        assertThat(create("team@1").license().state()).isEqualTo(LicenseState.ACTIVE);
        // A plan that cannot be bought cannot be tried for free either.
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> create("trial@1"))
                .withMessageContaining("had a trial already");
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> licenses.create(
                        NewLicense.of("acme", PlanId.parse("pro@1")).tried(), BY))
                .withMessageContaining("had a trial already, expected false");
    }

    @ParameterizedTest
    @CsvSource({"pro@1, pro@1", "team@1, team@1", "trial@1, free@1", "taste@1, pro@1", "sample@1, pro@1"})
    void buysTriedOrFollowingPlan(String tried, String bought) {
        String id = create(tried).id();
        node.engine.clock.advance(Duration.ofDays(3));
        LicenseView license = licenses.activate(id, BY);
        assertThat(license.license().plan()).isEqualTo(PlanId.parse(bought));
        assertThat(license.license().state()).isEqualTo(LicenseState.ACTIVE);
        assertThat(license.license().anchor()).isEqualTo("2026-03-04T00:00:00Z");
        node.engine.clock.advance(Duration.ofDays(30));
        assertThat(licenses.get(id).license().plan()).isEqualTo(PlanId.parse(bought));
    }

    @Test
    void buysAnotherPlan() {
        String id = create("trial@1").id();
        assertThat(licenses.activate(id, PlanId.parse("team@1"), BY).license().plan())
                .isEqualTo(PlanId.parse("team@1"));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> licenses.activate(id, PlanId.parse("pro@1"), BY))
                .withMessageContaining("has no trial");
    }

    @Test
    void buysAfterTheTrialHasEnded() {
        String id = create("trial@1").id();
        node.engine.clock.advance(Duration.ofDays(20));
        assertThat(licenses.activate(id, PlanId.parse("pro@1"), BY).license().plan())
                .isEqualTo(PlanId.parse("pro@1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trial@1", "taste@1", "sample@1", "test-drive@1", "old@1", "gone@1"})
    void refusesPlanNotForSale(String plan) {
        String id = create("pro@1").id();
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> licenses.activate(id, PlanId.parse(plan), BY))
                .withMessageContaining("expected one of");
        licenses.activate(id, BY);
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> licenses.changePlan(
                        id, new PlanChangeRequest(PlanId.parse(plan), Licenses.When.NOW, UsageTreatment.CARRY), BY))
                .withMessageContaining("expected one of");
    }

    @Test
    void offersOnlyPlansThatAreForSale() {
        String id = licenses.create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
        String key = node.key(id).key();
        Requirement hourly =
                new Requirement(List.of(new Requirement.Features(Set.of("hourly"), Match.ALL)), Set.of(), List.of());
        var refusal = node.engine.refused(key, hourly);
        assertThat(refusal.code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED);
        assertThat(refusal.upgrade())
                .extracting(Upgrade::plans)
                .isEqualTo(List.of(PlanId.parse("pro@1"), PlanId.parse("team@1"), PlanId.parse("trial-team@1")));
    }

    private LicenseView create(String plan) {
        return licenses.create(NewLicense.of("acme", PlanId.parse(plan)), BY);
    }
}
