package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.admin.PendingChange.Announcement;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds transitions of a license that were caused by time alone since it was last changed: they are announced once,
 * with the next change or by the sweeper.
 */
final class DueTransitions {
    /** The actor of transitions by time. */
    static final String ACTOR = "time";

    private DueTransitions() {}

    /** Returns each event after the record's last change and up to now, in the order of time. */
    static List<Announcement> since(LicenseRecord license, Instant now) {
        List<Announcement> found = new ArrayList<>();
        if (EffectiveLicense.at(license, license.dates().changedAt()).until().equals(Instant.MAX)) {
            return found;
        }
        Trial trial = license.pinned().trial();
        PlanChange change = license.pinned().change();
        Debt debt = license.debt();
        add(found, license, "license.started", license.dates().startsAt());
        add(found, license, "license.trial-ended", trial == null ? null : trial.endsAt());
        add(found, license, "license.plan-changed", change == null ? null : change.at());
        add(found, license, "license.grace-ended", debt == null ? null : debt.graceEndsAt());
        add(found, license, "license.cancelled", license.blocks().cancelledAt());
        add(found, license, "license.expired", license.dates().expiresAt());
        found.sort(Comparator.comparing(Announcement::at));
        Instant end = license.blocks().cancelledAt();
        // An ended license has no transitions, whether it was read in between or not.
        found.removeIf(
                event -> event.at().isAfter(now) || (end != null && event.at().isAfter(end)));
        return found;
    }

    private static void add(List<Announcement> found, LicenseRecord license, String topic, @Nullable Instant at) {
        if (at != null && at.isAfter(license.dates().changedAt())) {
            found.add(new Announcement(topic, at, license));
        }
    }

    /** Adds them to a change of the license, so that they are not found again. */
    static void announceIn(PendingChange pendingChange, LicenseRecord before) {
        for (Announcement event : since(before, pendingChange.now())) {
            pendingChange.announce(
                    event,
                    new AuditAction(
                            ACTOR,
                            event.topic(),
                            before.id().value(),
                            null,
                            null,
                            Map.of("happened", event.at().toString())));
        }
    }
}
