package io.github.licensing4j.core.admin;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecordEditor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Validates changes to a license's terms, and creates the changed record. */
final class LicenseUpdates {
    private final PlanRules catalog;
    private final PlanChanges plans;
    private final PeriodCurrency currencies;

    LicenseUpdates(PlanRules catalog, PlanChanges plans, PeriodCurrency currencies) {
        this.catalog = catalog;
        this.plans = plans;
        this.currencies = currencies;
    }

    /** @param revision the expected current revision, empty for any */
    LicenseRecord updated(LicenseRecord license, LicenseUpdate update, OptionalLong revision, Instant now) {
        String id = license.id().value();
        if (revision.isPresent() && revision.getAsLong() != license.revision()) {
            throw new ConflictException(
                    Kind.REVISION,
                    "license '" + id + "' is at revision " + license.revision() + ", not " + revision.getAsLong());
        }
        if (license.blocks().revokedAt() != null) {
            throw new ConflictException(Kind.STATE, "license '" + id + "' is revoked and cannot be updated");
        }
        // Other overrides apply from now on; plans that have ended keep theirs.
        boolean isOther = update.overrides() instanceof Patch.Assigned || update.overrides() instanceof Patch.Cleared;
        LicenseRecordEditor editor = (isOther ? plans.caughtUp(license, now) : license).edit(now);
        end(update.expiresAt(), editor);
        overrides(update.overrides(), license, editor, now);
        external(update.external(), editor);
        signatures(update.signatures(), editor);
        bindings(update.bindings(), editor);
        return editor.done();
    }

    private static void end(Patch<Instant> end, LicenseRecordEditor editor) {
        if (end instanceof Patch.Assigned<Instant> assigned) {
            NewLicenses.checkInstant("expires", assigned.value());
            editor.expiresAt(assigned.value().truncatedTo(ChronoUnit.MILLIS));
        } else if (end instanceof Patch.Cleared) {
            editor.expiresAt(null);
        }
    }

    /** Checks that overrides fit every plan the license is on, and every later one. */
    private void overrides(Patch<String> overrides, LicenseRecord license, LicenseRecordEditor editor, Instant now) {
        if (overrides instanceof Patch.Assigned<String> assigned) {
            for (PlanId plan : plans(license, now)) {
                catalog.checkOverrides(plan, assigned.value(), license.customer());
            }
            currencies.refuseOverrides(license, assigned.value(), now);
            editor.overrides(assigned.value());
        } else if (overrides instanceof Patch.Cleared) {
            currencies.refuseOverrides(license, null, now);
            editor.overrides(null);
        }
    }

    private static Set<PlanId> plans(LicenseRecord license, Instant now) {
        Set<PlanId> plans =
                new LinkedHashSet<>(Set.of(EffectiveLicense.at(license, now).plan()));
        if (license.pinned().change() != null) {
            plans.add(license.pinned().change().to());
        }
        if (license.pinned().trial() != null) {
            plans.add(license.pinned().trial().then());
        }
        return plans;
    }

    private static void external(Patch<Map<String, String>> external, LicenseRecordEditor editor) {
        if (external instanceof Patch.Assigned<Map<String, String>> assigned) {
            NewLicenses.checkExternal(assigned.value());
            editor.external(assigned.value());
        } else if (external instanceof Patch.Cleared) {
            editor.external(Map.of());
        }
    }

    private static void signatures(Patch<CallSignatures> signatures, LicenseRecordEditor editor) {
        if (signatures instanceof Patch.Assigned<CallSignatures> assigned) {
            editor.signatures(assigned.value());
        } else if (signatures instanceof Patch.Cleared) {
            editor.signatures(CallSignatures.OPTIONAL);
        }
    }

    private static void bindings(Patch<CallerBindings> bindings, LicenseRecordEditor editor) {
        if (bindings instanceof Patch.Assigned<CallerBindings> assigned) {
            Bindings unused = KeyRequests.bindings(assigned.value());
            editor.bindings(assigned.value());
        } else if (bindings instanceof Patch.Cleared) {
            editor.bindings(CallerBindings.none());
        }
    }
}
