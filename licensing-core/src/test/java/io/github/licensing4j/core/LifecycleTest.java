package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.Licenses.Renewal;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The life of stored licenses, on reads and on calls while only the clock of the test moves. */
class LifecycleTest extends LifecycleFixture {
    private static final PlanId FREE = PlanId.parse("free@1");

    @Test
    void passesThroughAllStatesWithoutTimer() {
        String id = licenses.create(NewLicense.of("acme", PRO).tried(), BY).id();
        String key = fixture.key(id);
        assertState(id, LicenseState.TRIALING, PRO);
        assertThat(fixture.call(key)).isEqualTo("granted");

        fixture.clock.advance(Duration.ofDays(14));
        assertState(id, LicenseState.ACTIVE, FREE);
        assertThat(fixture.license(id).license().anchor()).isEqualTo("2026-02-14T10:00:00Z");

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
                        .license()
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
}
