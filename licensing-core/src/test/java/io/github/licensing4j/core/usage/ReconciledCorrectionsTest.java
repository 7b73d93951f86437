package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.UsageCorrection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reconciliation of corrections, exports and counters with the ledger. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReconciledCorrectionsTest extends ReconciliationFixture {
    private void correct(String id, long units) {
        LicenseId license = UsageRun.id("lic_1");
        store.commit(StoreChange.builder()
                .correction(new UsageCorrection(
                        id,
                        license,
                        "customer of lic_1",
                        new PlanId("pro", 1),
                        "calls",
                        units,
                        clock.instant(),
                        new UsageCorrection.Entered(clock.instant(), "ann", null),
                        store.usage().counters(license, clock.instant()).stream()
                                .map(counter -> BatchTotals.with(counter, units))
                                .toList()))
                .build());
    }

    private static void assertUnits(Difference difference, long expected, long found) {
        assertThat(List.of(difference.expected(), difference.found())).containsExactly(expected, found);
    }

    private Difference onlyDifference(UsageRun run, Between between, String where) {
        List<Difference> found = report(run).differences().stream()
                .filter(one -> one.between() == between && one.where().equals(where))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).license()).isEqualTo("lic_1");
        assertThat(found.get(0).meter()).isEqualTo("calls");
        return found.get(0);
    }

    @Test
    void correctionsAreNoDifferences() {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            correct("cor_1", -30);
            correct("cor_2", 5);
            calls(run, 2);
            assertThat(report(run).differences()).isEmpty();
        }
    }

    @Test
    void findsChangedCorrection() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            correct("cor_1", -3);
            tamper("update licensing_corrections set units = -4");
            assertThat(onlyDifference(run, Between.LEDGER_AND_HOURS, "usage").expected())
                    .isEqualTo(16);
            tamper("update licensing_corrections set units = -3");
            assertThat(report(run).differences()).isEmpty();
            tamper("update licensing_usage set units = units - 1 where source = 0");
            assertUnits(onlyDifference(run, Between.LEDGER_AND_HOURS, "usage"), 17, 16);
        }
    }

    @Test
    void findsWrongExportedHours() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            assertThat(report(run).differences()).isEmpty();
            tamper("update licensing_usage_totals set units = units + 7");
            assertUnits(onlyDifference(run, Between.LEDGER_AND_HOURS, "exports"), 20, 27);
            tamper("delete from licensing_usage_totals");
            assertThat(onlyDifference(run, Between.LEDGER_AND_HOURS, "exports").found())
                    .isZero();
        }
    }

    @Test
    void findsCounterAboveAddedUnits() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            correct("cor_1", 2);
            assertThat(report(run).differences()).isEmpty();
            tamper("update licensing_counters set used = used + 1");
            assertUnits(onlyDifference(run, Between.LEDGER_AND_COUNTERS, "counters"), 22, 23);
        }
    }

    @Test
    void findsRowsOfUnjournaledSource() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            tamper("insert into licensing_usage select issuer, license, hour, meter, kind, customer, plan, feature,"
                    + " endpoint, status, 77, 5, 5 from licensing_usage");
            assertThat(onlyDifference(run, Between.LEDGER_AND_HOURS, "exports").expected())
                    .isEqualTo(25);
        }
    }

    @Test
    void ignoresLicensesBeyondLimit() {
        try (UsageRun run = start(2, 8, 4, WhenFull.REFUSE)) {
            for (int i = 0; i < 5; i++) {
                assertThat(run.caller("lic_" + i, 10).call()).isTrue();
            }
            ReconciliationReport report = report(run);
            assertThat(report.isClean()).isTrue();
            assertThat(report.notes()).anyMatch(note -> note.contains("more licenses called"));
        }
    }
}
