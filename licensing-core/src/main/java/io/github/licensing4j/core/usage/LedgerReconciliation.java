package io.github.licensing4j.core.usage;

import io.github.licensing4j.Page;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageLedger.Balance;
import java.util.ArrayList;
import java.util.List;

/** Compares the usage in the ledger with the bills, exports and limits derived from it, for all nodes. */
public final class LedgerReconciliation {
    private static final int PAGE = 1_000;

    private final int most;
    private final List<Difference> differences = new ArrayList<>();

    private LedgerReconciliation(int most) {
        this.most = most;
    }

    /**
     * Returns the differences. Each balance is read at one instant, so that usage added by nodes meanwhile does not matter.
     *
     * @param most the maximum number of differences
     * @throws StoreException if the ledger is unavailable
     */
    public static List<Difference> differences(UsageLedger ledger, int most) {
        LedgerReconciliation comparison = new LedgerReconciliation(most);
        Page.forEach(cursor -> ledger.balances(cursor, PAGE), comparison::compare);
        return comparison.differences;
    }

    private void compare(Balance balance) {
        // Two sums within the bounds of a ledger do not overflow.
        long expected = balance.journaled() + balance.corrected();
        note(Between.LEDGER_AND_HOURS, balance, new Compared("usage", expected, balance.billed()));
        note(Between.LEDGER_AND_HOURS, balance, new Compared("exports", expected, balance.exported()));
        long counted = balance.journaled() + balance.added();
        note(
                Between.LEDGER_AND_COUNTERS,
                balance,
                new Compared("counters", counted, Math.max(counted, balance.counted())));
    }

    private record Compared(String where, long expected, long found) {}

    private void note(Between between, Balance balance, Compared compared) {
        if (compared.expected != compared.found && differences.size() < most) {
            differences.add(new Difference(
                    between,
                    compared.where,
                    balance.license().value(),
                    balance.meter(),
                    compared.expected,
                    compared.found,
                    0,
                    0));
        }
    }
}
