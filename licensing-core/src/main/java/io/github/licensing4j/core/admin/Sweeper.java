package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.admin.RefusalCounts.Count;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Announces transitions of licenses by time, each event once, and removes expired data. No state depends on it: the
 * state of a license at an instant is computed from its record.
 */
final class Sweeper {
    private static final int BATCH = 100;
    /**
     * Longer than the clocks of verifiers that read the status list may be late, and no longer: a customer can create
     * many tokens.
     */
    private static final Duration KEPT = Duration.ofHours(2);

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final RefusalCounts refusals;
    private final ExchangeCounts exchanges;
    private final InitialCredits credits;

    Sweeper(
            String issuer,
            AdminTransactions adminTransactions,
            RefusalCounts refusals,
            ExchangeCounts exchanges,
            InitialCredits credits) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.refusals = refusals;
        this.exchanges = exchanges;
        this.credits = credits;
    }

    /** Announces all due transitions. */
    void announce() {
        int found;
        do {
            found = adminTransactions.carryOut(pendingChange -> {
                List<LicenseRecord> due = adminTransactions.store().licenses().due(issuer, pendingChange.now(), BATCH);
                for (LicenseRecord license : due) {
                    sweep(pendingChange, license);
                }
                return due.size();
            });
        } while (found == BATCH);
    }

    private void sweep(PendingChange pendingChange, LicenseRecord license) {
        DueTransitions.announceIn(pendingChange, license);
        credits.ofChange(pendingChange, license, license, DueTransitions.ACTOR);
        // Stored again, so that the event is not announced twice; a stored state that is over without an event is only
        // updated.
        pendingChange.store(license.edit(pendingChange.now()).done());
    }

    /** Writes how many calls were refused into the audit log, by license, code and minute. */
    void enterRefusals() {
        adminTransactions.carryOut(pendingChange -> {
            List<Count> over = refusals.over(pendingChange.now().toEpochMilli());
            over.forEach(count -> pendingChange.act(new AuditAction(
                    "caller",
                    "calls.refused",
                    count.license().isEmpty() ? null : count.license(),
                    null,
                    null,
                    Map.of(
                            "code", count.code().text(),
                            "minute", count.minute().toString(),
                            "count", Long.toString(count.count())))));
            pendingChange.whenStored(() -> refusals.forget(over));
            return over;
        });
    }

    /** Writes the number of token exchanges of minutes that are over into the audit log, by key and minute. */
    void enterExchanges() {
        enterExchanges(exchanges::over);
    }

    /** Writes the number of all token exchanges so far. A minute that is not over gets another entry for later ones. */
    void enterAllExchanges() {
        enterExchanges(now -> exchanges.all());
    }

    private void enterExchanges(Function<Instant, List<ExchangeCounts.Count>> counts) {
        adminTransactions.carryOut(pendingChange -> {
            List<ExchangeCounts.Count> over = counts.apply(pendingChange.now());
            over.forEach(count -> pendingChange.act(new AuditAction(
                    "caller",
                    "token.exchanged",
                    count.license().isEmpty() ? null : count.license(),
                    count.keyId().isEmpty() ? null : count.keyId(),
                    null,
                    Map.of("minute", count.minute().toString(), "count", Long.toString(count.count())))));
            pendingChange.whenStored(() -> exchanges.forget(over));
            return over;
        });
    }

    void expire() {
        adminTransactions.store().expire(adminTransactions.now().minus(KEPT));
    }
}
