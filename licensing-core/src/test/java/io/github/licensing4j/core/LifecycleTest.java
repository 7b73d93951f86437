package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.Licenses.Renewal;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.spi.LicenseEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of stored licenses, on reads and on calls while only the clock of the test moves. */
class LifecycleTest {
    private static final PlanId PRO = PlanId.parse("pro@1");
    private static final PlanId GOLD = PlanId.parse("gold@1");
    private static final PlanId FREE = PlanId.parse("free@1");

    @TempDir
    Path dir;

    private AdminFixture fixture;
    private Licenses licenses;

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir);
        licenses = fixture.admin.licenses();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void passesThroughAllStatesWithoutTimer() {
        String id = licenses.create(NewLicense.of("acme", PRO).tried(), BY).id();
        String key = fixture.key(id);
        assertState(id, LicenseState.TRIALING, PRO);
        assertThat(fixture.call(key)).isEqualTo("granted");

        fixture.clock.advance(Duration.ofDays(14));
        assertState(id, LicenseState.ACTIVE, FREE);
        assertThat(fixture.license(id).now().anchor()).isEqualTo("2026-02-14T10:00:00Z");

        licenses.activate(id, BY);
        assertState(id, LicenseState.ACTIVE, PRO);
        licenses.pastDue(id, BY);
        assertState(id, LicenseState.PAST_DUE, PRO);
        assertThat(fixture.call(key)).isEqualTo("granted");

        fixture.clock.advance(Duration.ofDays(7));
        assertState(id, LicenseState.SUSPENDED, PRO);
        assertThat(fixture.call(key)).isEqualTo("payment-overdue");
        licenses.paid(id, BY);
        assertState(id, LicenseState.ACTIVE, PRO);

        Instant end = fixture.clock.instant().plus(Duration.ofDays(10));
        licenses.update(id, LicenseUpdate.none().expiring(end), OptionalLong.empty(), BY);
        fixture.clock.advance(Duration.ofDays(10));
        assertState(id, LicenseState.EXPIRED, PRO);
        assertThat(fixture.call(key)).isEqualTo("license-expired");
        licenses.renew(id, new Renewal(Renewal.From.EXPIRY, ContractPeriod.parse("P1Y"), null), BY);
        assertState(id, LicenseState.ACTIVE, PRO);
        assertThat(fixture.call(key)).isEqualTo("granted");
        assertThat(fixture.license(id).term().expiresAt()).isEqualTo("2027-03-03T10:00:00Z");
    }

    private void assertState(String id, LicenseState state, PlanId plan) {
        LicenseView license = fixture.license(id);
        assertThat(license.now().state()).isEqualTo(state);
        assertThat(license.now().plan()).isEqualTo(plan);
    }

    @Test
    void aHoldHoldsUntilItIsLifted() {
        String id = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        String key = fixture.key(id);
        licenses.suspend(id, BY);
        assertThat(fixture.call(key)).isEqualTo("license-suspended");
        assertThatThrownBy(() -> licenses.suspend(id, BY))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("suspended already");
        licenses.reinstate(id, BY);
        assertThat(fixture.call(key)).isEqualTo("granted");
        assertThatThrownBy(() -> licenses.reinstate(id, BY)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> licenses.paid(id, BY)).isInstanceOf(ConflictException.class);
    }

    @Test
    void revocationIsFinal() {
        String id = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        String key = fixture.key(id);
        licenses.revoke(id, BY);
        assertThat(fixture.call(key)).isEqualTo("license-ended");
        assertThatThrownBy(() -> licenses.revoke(id, BY)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> licenses.suspend(id, BY)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> licenses.paid(id, BY)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() ->
                        licenses.update(id, LicenseUpdate.none().named(Map.of("crm", "1")), OptionalLong.empty(), BY))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void startsOneTrialPerCustomer() {
        licenses.create(NewLicense.of("acme", PRO).tried(), BY);
        assertThatThrownBy(() -> licenses.create(NewLicense.of("acme", PRO).tried(), BY))
                .isInstanceOf(ConflictException.class);
        assertThat(licenses.create(NewLicense.of("other", PRO).tried(), BY)
                        .now()
                        .state())
                .isEqualTo(LicenseState.TRIALING);
        assertThatThrownBy(() -> licenses.create(NewLicense.of("third", FREE).tried(), BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("trial");
    }

    @Test
    void reducedAccessUsesOtherPlanInGrace() {
        String id = licenses.create(NewLicense.of("acme", GOLD), BY).id();
        licenses.pastDue(id, BY);
        assertState(id, LicenseState.PAST_DUE, FREE);
        licenses.paid(id, BY);
        assertState(id, LicenseState.ACTIVE, GOLD);
    }

    @Test
    void cancelsNowOrWithTheBillingPeriod() {
        String now = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        licenses.cancel(now, When.NOW, BY);
        assertState(now, LicenseState.CANCELLED, PRO);
        String later = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        licenses.cancel(later, When.NEXT_PERIOD, BY);
        assertState(later, LicenseState.ACTIVE, PRO);
        // One month from 31 January: the last day of February.
        fixture.clock.set("2026-02-28T09:59:59Z");
        assertState(later, LicenseState.ACTIVE, PRO);
        fixture.clock.set("2026-02-28T10:00:00Z");
        assertState(later, LicenseState.CANCELLED, PRO);
        String free = licenses.create(NewLicense.of("acme", FREE), BY).id();
        assertThatThrownBy(() -> licenses.cancel(free, When.NEXT_PERIOD, BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("billing period");
    }

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
        assertThat(fixture.license(fresh).now().anchor()).isEqualTo(fixture.clock.instant());
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
    void overridesFeaturesAndLimitsOfLicense() {
        String id = licenses.create(NewLicense.of("acme", FREE), BY).id();
        licenses.update(
                id,
                LicenseUpdate.none()
                        .overriding("{\"features\":[\"+forecast.hourly\"],\"limits\":{\"monthly\":{\"amount\":7}}}"),
                OptionalLong.of(1),
                BY);
        assertThat(monthly(id)).isEqualTo("0 of 7");
        assertThatThrownBy(() -> licenses.update(
                        id,
                        LicenseUpdate.none().overriding("{\"features\":[\"+forcast.hourly\"]}"),
                        OptionalLong.empty(),
                        BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("did you mean 'forecast.hourly'");
        assertThatThrownBy(() -> licenses.update(id, LicenseUpdate.none().overriding("{}"), OptionalLong.of(1), BY))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("revision 2");
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
    void aRepeatedRequestMakesNothingNew() {
        AdminContext once = new AdminContext("ann", null, new AdminContext.Request("key-1", "print"));
        String id = licenses.create(NewLicense.of("acme", PRO).bought(), once).id();
        assertThat(licenses.create(NewLicense.of("acme", PRO).bought(), once).id())
                .isEqualTo(id);
        AdminContext other = new AdminContext("ann", null, new AdminContext.Request("key-1", "another print"));
        assertThatThrownBy(() -> licenses.create(NewLicense.of("acme", PRO).bought(), other))
                .isInstanceOf(ConflictException.class);
        fixture.clock.advance(Duration.ofHours(25));
        assertThat(licenses.create(NewLicense.of("acme", PRO).bought(), once).id())
                .isNotEqualTo(id);
    }

    @Test
    void announcesEachTransitionByTimeOnce() {
        String id = licenses.create(NewLicense.of("acme", PRO).tried(), BY).id();
        fixture.clock.advance(Duration.ofDays(15));
        fixture.tend();
        fixture.tend();
        assertThat(fixture.events)
                .extracting(event -> event.topic() + " " + event.at())
                .containsExactly("license.created 2026-01-31T10:00:00Z", "license.trial-ended 2026-02-14T10:00:00Z");
        licenses.activate(id, BY);
        licenses.pastDue(id, BY);
        fixture.clock.advance(Duration.ofDays(30));
        // A transition by time before a change is announced with the change, before it.
        licenses.paid(id, BY);
        assertThat(fixture.events)
                .extracting(event -> event.topic())
                .endsWith("license.past-due", "license.grace-ended", "license.paid");
        assertThat(fixture.admin.audit().verify().broken()).isEmpty();
    }

    @Test
    void announcesSameEventsWithOrWithoutReads() {
        List<String> swept = life(true);
        assertThat(swept)
                .containsExactly(
                        "license.created",
                        "license.trial-ended",
                        "license.activated",
                        "license.past-due",
                        "license.grace-ended",
                        "license.paid",
                        "license.suspended",
                        "license.reinstated",
                        "license.plan-change-scheduled",
                        "license.plan-changed",
                        "license.cancellation-scheduled",
                        "license.cancelled",
                        "license.revoked");
        assertThat(life(false)).isEqualTo(swept);
    }

    /** Returns the announced events of a life, and checks that the audit log has the same. */
    private List<String> life(boolean isSwept) {
        fixture.events.clear();
        String id = licenses.create(
                        NewLicense.of(isSwept ? "swept" : "left alone", PRO).tried(), BY)
                .id();
        pass(Duration.ofDays(20), isSwept);
        licenses.activate(id, BY);
        licenses.pastDue(id, BY);
        pass(Duration.ofDays(10), isSwept);
        licenses.paid(id, BY);
        licenses.suspend(id, BY);
        pass(Duration.ofDays(1), isSwept);
        licenses.reinstate(id, BY);
        licenses.changePlan(id, new PlanChangeRequest(GOLD, When.NEXT_PERIOD, UsageTreatment.CARRY), BY);
        pass(Duration.ofDays(40), isSwept);
        // It expires after it is cancelled, which is not announced.
        licenses.cancel(id, When.NEXT_PERIOD, BY);
        licenses.update(
                id,
                LicenseUpdate.none().expiring(fixture.clock.instant().plus(Duration.ofDays(40))),
                OptionalLong.empty(),
                BY);
        pass(Duration.ofDays(35), isSwept);
        pass(Duration.ofDays(35), isSwept);
        licenses.revoke(id, BY);
        fixture.tend();
        fixture.tend();
        List<String> announced = fixture.events.stream()
                .map(LicenseEvent::topic)
                .filter(topic -> !topic.equals("license.updated"))
                .toList();
        assertThat(fixture.admin.audit().read(id, null, 100).items().stream()
                        .map(AuditEntryView::action)
                        .filter(action -> action.startsWith("license.") && !action.equals("license.updated")))
                .isEqualTo(announced);
        return announced;
    }

    private void pass(Duration time, boolean isSwept) {
        fixture.clock.advance(time);
        if (isSwept) {
            fixture.tend();
            fixture.tend();
        }
    }

    @Test
    void announcesNothingTwiceAfterClockStepsBack() {
        String id = licenses.create(NewLicense.of("acme", PRO).tried(), BY).id();
        fixture.clock.set("2026-02-20T00:00:00Z");
        fixture.tend();
        fixture.clock.set("2026-02-10T00:00:00Z");
        licenses.suspend(id, BY);
        fixture.clock.set("2026-02-21T00:00:00Z");
        fixture.tend();
        fixture.tend();
        assertThat(fixture.events)
                .extracting(LicenseEvent::topic)
                .containsExactly("license.created", "license.trial-ended", "license.suspended");
    }

    @Test
    void reducedAccessIgnoresOverridesUntilGraceEnds() {
        String id = licenses.create(NewLicense.of("acme", GOLD), BY).id();
        licenses.update(
                id, LicenseUpdate.none().overriding("{\"features\":[\"+forecast.hourly\"]}"), OptionalLong.empty(), BY);
        String key = fixture.key(id);
        licenses.pastDue(id, BY);
        Identified reduced = (Identified) fixture.identify(key);
        assertThat(reduced.features()).containsExactly("forecast.daily");
        assertThat(fixture.call(key)).isEqualTo("granted");
        fixture.clock.advance(Duration.ofDays(3).minusMillis(1));
        assertThat(fixture.call(key)).isEqualTo("granted");
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(key)).isEqualTo("payment-overdue");
        licenses.paid(id, BY);
        assertThat(((Identified) fixture.identify(key)).features()).contains("forecast.hourly");
    }

    @Test
    void renewingLiftsFutureCancellationOnly() {
        String id = licenses.create(NewLicense.of("acme", PRO).bought(), BY).id();
        licenses.cancel(id, When.NEXT_PERIOD, BY);
        licenses.renew(id, new Renewal(Renewal.From.EXPIRY, null, null), BY);
        assertThat(fixture.license(id).blocks().cancelledAt()).isNull();
        assertThat(fixture.license(id).term().expiresAt()).isNull();
        fixture.clock.advance(Duration.ofDays(60));
        assertState(id, LicenseState.ACTIVE, PRO);
        licenses.cancel(id, When.NEXT_PERIOD, BY);
        licenses.renew(id, new Renewal(Renewal.From.NOW, ContractPeriod.parse("P1Y"), null), BY);
        assertThat(fixture.license(id).blocks().cancelledAt()).isNull();
        licenses.cancel(id, When.NOW, BY);
        assertThatThrownBy(() -> licenses.renew(id, new Renewal(Renewal.From.EXPIRY, null, null), BY))
                .isInstanceOf(ConflictException.class);
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

    private String monthly(String id) {
        var status = licenses.limits(id).get(0);
        return status.used() + " of " + (status.used() + status.remaining());
    }
}
