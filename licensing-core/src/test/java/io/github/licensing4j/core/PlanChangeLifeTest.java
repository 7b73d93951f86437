package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plan changes of stored licenses. */
class PlanChangeLifeTest extends LifecycleFixture {
    @Test
    void carriesUsageIntoTheNewPlanOrStartsAfresh() {
        String carried =
                licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        String fresh = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        use(carried, 10);
        use(fresh, 10);
        fixture.clock.advance(Duration.ofDays(3));
        licenses.changePlan(carried, new PlanChangeRequest(GOLD, When.NOW, UsageTreatment.CARRY), BY);
        licenses.changePlan(fresh, new PlanChangeRequest(GOLD, When.NOW, UsageTreatment.FRESH), BY);
        assertThat(monthly(carried)).isEqualTo("10 of 3000");
        assertThat(monthly(fresh)).isEqualTo("0 of 3000");
        assertThat(fixture.license(fresh).license().anchor()).isEqualTo(fixture.clock.instant());
    }

    @Test
    void proratesPeriodOfPlanChange() {
        fixture.clock.set("2026-03-01T00:00:00Z");
        String id = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        use(id, 10);
        fixture.clock.set("2026-03-11T00:00:00Z");
        licenses.changePlan(id, new PlanChangeRequest(GOLD, When.NOW, UsageTreatment.PRORATE), BY);
        // 10 of 31 days of 1,000 and 21 of 31 days of 3,000, each rounded down.
        assertThat(monthly(id)).isEqualTo("10 of " + (322 + 2032));
        fixture.clock.set("2026-03-21T00:00:00Z");
        licenses.changePlan(id, new PlanChangeRequest(PRO, When.NOW, UsageTreatment.PRORATE), BY);
        // 10 days of 1,000, 10 of 3,000 and 11 of 1,000, each rounded down.
        assertThat(monthly(id)).isEqualTo("10 of " + (322 + 967 + 354));
        fixture.clock.set("2026-04-01T00:00:00Z");
        assertThat(monthly(id)).isEqualTo("0 of 1000");
    }

    @Test
    void changesPlanAtNextPeriodOrTrialEnd() {
        String bought = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        licenses.changePlan(bought, new PlanChangeRequest(GOLD, When.NEXT_PERIOD, UsageTreatment.CARRY), BY);
        assertState(bought, LicenseState.ACTIVE, PRO);
        String tried = licenses.create(NewLicense.of("acme", PRO).tried(), BY).id();
        licenses.changePlan(tried, new PlanChangeRequest(GOLD, When.NEXT_PERIOD, UsageTreatment.CARRY), BY);
        assertState(tried, LicenseState.TRIALING, PRO);
        fixture.clock.set("2026-02-14T10:00:00Z");
        assertState(tried, LicenseState.ACTIVE, GOLD);
        fixture.clock.set("2026-02-28T10:00:00Z");
        assertState(bought, LicenseState.ACTIVE, GOLD);
    }

    @Test
    void refusesPlansThatAreNotSold() {
        assertThatThrownBy(() -> licenses.create(NewLicense.of("acme", PlanId.parse("old@1")), BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("retired");
        assertThatThrownBy(() -> licenses.create(NewLicense.of("acme", PlanId.parse("platinum@1")), BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("free@1, pro@1, gold@1");
    }

    @Test
    @Tag("4.1.8")
    void changeAfterProrationDividesPeriodAgain() {
        fixture.clock.set("2026-03-01T00:00:00Z");
        String id = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        fixture.clock.set("2026-03-11T00:00:00Z");
        licenses.changePlan(id, new PlanChangeRequest(GOLD, When.NOW, UsageTreatment.PRORATE), BY);
        licenses.changePlan(id, new PlanChangeRequest(PRO, When.NEXT_PERIOD, UsageTreatment.CARRY), BY);
        assertThat(monthly(id)).isEqualTo("0 of " + (322 + 2032));
        fixture.clock.set("2026-03-21T00:00:00Z");
        licenses.changePlan(id, new PlanChangeRequest(PRO, When.NOW, UsageTreatment.CARRY), BY);
        // 10 days of 1,000, 10 of 3,000 and 11 of 1,000: the change that is due later has been replaced.
        assertThat(monthly(id)).isEqualTo("0 of " + (322 + 967 + 354));
        fixture.clock.set("2026-04-01T00:00:00Z");
        assertThat(monthly(id)).isEqualTo("0 of 1000");
    }

    private void use(String id, int calls) {
        String key = fixture.key(id);
        for (int i = 0; i < calls; i++) {
            assertThat(fixture.call(key)).isEqualTo("granted");
        }
    }
}
