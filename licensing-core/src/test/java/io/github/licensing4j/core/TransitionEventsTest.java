package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.spi.LicenseEvent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each transition by time is announced once. */
class TransitionEventsTest extends LifecycleFixture {
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
        return announced(id);
    }

    /** Returns the announced transitions of a license, which the audit log has too. */
    private List<String> announced(String id) {
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
}
