package io.github.licensing4j.core.usage;

import static io.github.licensing4j.core.limit.CallTally.MOST_A_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.MovableClock;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.store.memory.InMemoryLicenseStore;
import io.github.licensing4j.core.usage.UsageModel.Group;
import io.github.licensing4j.core.usage.UsageModel.Sum;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.UsageKind;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery.By;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One that reports nonsense does not keep the usage of everybody else from the ledger. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedUsageTest {
    /** A sum of the ledger goes up to 9·10^18. */
    private static final int CALLS_THAT_FIT = 9_000;

    private static final Requirement REPORTED =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 0, 0, ChargeOn.NOT_5XX)));

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final UsageLedger ledger = new InMemoryLicenseStore().usage();

    @Test
    void aCallCountsAtMostAThousandthOfATrillion() {
        try (UsageRun run = new UsageRun(ledger, UsageSettings.inMemory(), clock).start()) {
            report(run, 1);
            run.usage.flush();
        }
        assertThat(sum("lic_broken", "tokens")).isEqualTo(new Sum(MOST_A_CALL, 1));
    }

    @Test
    void whatTheLedgerCannotAddUpIsLeftOutOfTheJournalsShipment() {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal"));
        leavesOutAsFewCallsAsItCan(new UsageSettings(journal, UsageRun.NEVER, null));
        assertThat(sum("lic_broken", "tokens")).isEqualTo(new Sum(CALLS_THAT_FIT * MOST_A_CALL, CALLS_THAT_FIT));
    }

    @Test
    void whatTheLedgerCannotAddUpIsLeftOutWithoutAJournalToo() {
        leavesOutAsFewCallsAsItCan(new UsageSettings(null, UsageRun.NEVER, null));
        assertThat(sum("lic_broken", "tokens")).isEqualTo(new Sum(0, 0));
    }

    private void leavesOutAsFewCallsAsItCan(UsageSettings settings) {
        try (UsageRun run = new UsageRun(ledger, settings, clock).start()) {
            for (int i = 0; i < 50; i++) {
                assertThat(run.caller("lic_1", 1000).call()).isTrue();
            }
            report(run, CALLS_THAT_FIT + 3);
            for (int i = 0; i < 50; i++) {
                assertThat(run.caller("lic_2", 1000).call()).isTrue();
            }
            run.usage.flush();
            assertThat(run.usage.health()).anySatisfy(component -> {
                assertThat(component.name()).isEqualTo("usage-ledger");
                assertThat(component.status()).isEqualTo(Status.DEGRADED);
                assertThat(component.detail()).contains("are not in the ledger");
            });
            for (int i = 0; i < 50; i++) {
                assertThat(run.caller("lic_2", 1000).call()).isTrue();
            }
            run.usage.flush();
            assertThat(sum("lic_1", "calls")).isEqualTo(new Sum(50, 50));
            assertThat(sum("lic_2", "calls")).isEqualTo(new Sum(100, 100));
            assertThat(run.usage.reconciliation().run(clock.instant()).isClean())
                    .as("what is left out is a difference")
                    .isFalse();
        }
    }

    private void report(UsageRun run, int calls) {
        UsageRun.Caller caller = run.caller("lic_broken", new PlanId("pro", 1), List.of(), List.of());
        for (int i = 0; i < calls; i++) {
            LimitHold hold = caller.reserve(REPORTED, clock.millis()).orElseThrow();
            hold.charge("tokens", Long.MAX_VALUE);
            caller.settle(hold, 200);
        }
    }

    private Sum sum(String license, String meter) {
        return UsageModel.ledgerSums(ledger, UsageKind.CHARGED, Set.of(By.LICENSE))
                .getOrDefault(new Group(Map.of(By.LICENSE, license), meter), new Sum(0, 0));
    }
}
