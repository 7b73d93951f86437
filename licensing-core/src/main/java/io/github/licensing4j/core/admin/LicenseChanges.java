package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Stores changes of licenses, each with its audit entry, its announcements and the credits of its plan. */
final class LicenseChanges {
    private final AdminTransactions adminTransactions;
    private final LicenseFinder finder;
    private final CustomerCurrency customerCurrency;
    private final InitialCredits credits;

    LicenseChanges(
            AdminTransactions adminTransactions,
            LicenseFinder finder,
            CustomerCurrency customerCurrency,
            InitialCredits credits) {
        this.adminTransactions = adminTransactions;
        this.finder = finder;
        this.customerCurrency = customerCurrency;
        this.credits = credits;
    }

    /**
     * The entry of a change in the audit log.
     *
     * @param details further details, besides the states and plans before and after
     */
    record Entry(AdminContext by, String action, Map<String, String> details) {
        static Entry of(AdminContext by, String action) {
            return new Entry(by, action, Map.of());
        }
    }

    /**
     * Stores a change of a license, and returns the license after it.
     *
     * @param change computes the changed record; called again if the license was changed meanwhile
     */
    LicenseRecord change(String id, Entry entry, BiFunction<LicenseRecord, Instant, LicenseRecord> change) {
        return adminTransactions.carryOut(pendingChange -> {
            LicenseRecord before = finder.stored(id);
            LicenseRecord after = change.apply(before, pendingChange.now());
            customerCurrency.check(pendingChange, before, after);
            DueTransitions.announceIn(pendingChange, before);
            Map<String, String> details = details(before, after, pendingChange.now());
            details.putAll(entry.details);
            pendingChange.license(
                    after, new AuditAction(entry.by.actor(), entry.action, id, null, entry.by.reason(), details));
            credits.ofChange(pendingChange, before, after, entry.by.actor());
            return after;
        });
    }

    private static Map<String, String> details(LicenseRecord before, LicenseRecord after, Instant now) {
        EffectiveLicense was = EffectiveLicense.at(before, now);
        EffectiveLicense is = EffectiveLicense.at(after, now);
        Map<String, String> details = new HashMap<>(Map.of(
                "state", is.state().text(),
                "stateBefore", was.state().text(),
                "plan", is.plan().toString(),
                "planBefore", was.plan().toString()));
        if (before.signatures() != after.signatures()) {
            details.put("signatures", after.signatures().text());
        }
        if (!before.bindings().equals(after.bindings())) {
            details.put("bind", BoundCounts.of(after.bindings()));
        }
        return details;
    }
}
