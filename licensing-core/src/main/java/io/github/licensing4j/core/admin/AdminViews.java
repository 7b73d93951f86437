package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.CorrectionView;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.core.usage.invoice.GrantedCredits;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.UsageCorrection;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts stored records to the views that administrators see. */
final class AdminViews {
    private AdminViews() {}

    static LicenseView license(License now, LicenseRecord stored) {
        LicenseRecord.Trial trial = stored.pinned().trial();
        LicenseRecord.PlanChange change = stored.pinned().change();
        LicenseRecord.Debt debt = stored.debt();
        return new LicenseView(
                now,
                new LicenseView.Revision(
                        stored.revision(),
                        stored.dates().createdAt(),
                        stored.dates().changedAt()),
                new LicenseView.Term(stored.dates().startsAt(), stored.dates().expiresAt()),
                trial == null ? null : new LicenseView.Trial(trial.endsAt(), trial.then()),
                change == null
                        ? null
                        : new LicenseView.PlanChange(change.from(), change.to(), change.at(), change.usage()),
                debt == null ? null : new LicenseView.Debt(debt.since(), debt.graceEndsAt()),
                new LicenseView.Blocks(
                        stored.blocks().suspendedAt(),
                        stored.blocks().cancelledAt(),
                        stored.blocks().revokedAt()),
                stored.pinned().overrides(),
                stored.external(),
                new LicenseView.CallRules(stored.signatures(), stored.bindings()));
    }

    /** @param restraint what holds for it because of a signal, empty if nothing does */
    static ApiKeyView key(ApiKeyRecord stored, @Nullable Instant lastUsedAt, Optional<KeyRestraint> restraint) {
        KeyOrigin origin = stored.history().origin();
        return new ApiKeyView(
                stored.id(),
                stored.license().value(),
                stored.label().masked(),
                stored.label().name(),
                stored.restrictions().scopes(),
                stored.restrictions().bindings(),
                new ApiKeyView.Times(stored.history().createdAt(), stored.expiresAt(), stored.revokedAt(), lastUsedAt),
                stored.history().replacedBy(),
                origin == null ? null : new ApiKeyView.Maker(origin.keyId(), origin.tokenId()),
                restraint
                        .map(one -> new ApiKeyView.Restraint(one.action(), one.until(), one.signal()))
                        .orElse(null));
    }

    static AuditEntryView auditEntry(AuditEntry entry) {
        return new AuditEntryView(
                entry.chain(),
                entry.seq(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.license(),
                entry.subject(),
                entry.reason(),
                entry.details());
    }

    static CreditGrantView grant(GrantedCredits credits, Meters meters) {
        CreditGrant grant = credits.grant();
        String meter = credits.meter();
        return new CreditGrantView(
                grant.id(),
                grant.license().value(),
                grant.limit(),
                meter,
                meters.quantity(meter, grant.amount()),
                meters.quantity(meter, credits.consumed()),
                grant.priority(),
                new CreditGrantView.Times(
                        grant.times().createdAt(),
                        grant.times().effectiveAt(),
                        grant.times().expiresAt(),
                        grant.times().voidedAt()));
    }

    static CorrectionView correction(UsageCorrection correction, Meters meters) {
        UsageCorrection.Entered entered = correction.entered();
        return new CorrectionView(
                correction.id(),
                correction.license().value(),
                correction.customer(),
                correction.plan(),
                correction.meter(),
                meters.quantity(correction.meter(), correction.units()),
                correction.at(),
                new CorrectionView.Target(correction.key(), correction.user(), correction.grants()),
                new CorrectionView.Entered(entered.createdAt(), entered.actor(), entered.reason()));
    }

    static DeadExportView deadExport(ExportEvent event, Meters meters) {
        return new DeadExportView(
                event.id(),
                event.exporter(),
                event.license().value(),
                event.customer(),
                event.meter(),
                new DeadExportView.Hour(event.hour().from(), event.hour().to()),
                event.revision(),
                meters.quantity(event.meter(), event.units()),
                new DeadExportView.Delivery(
                        event.delivery().createdAt(),
                        event.delivery().attempts(),
                        event.delivery().lastError()));
    }
}
