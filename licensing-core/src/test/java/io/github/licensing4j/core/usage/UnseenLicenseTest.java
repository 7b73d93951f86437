package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.usage.FaultyLedger.Mode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests a license that this process has not seen in its period yet while the ledger is unavailable. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.8")
class UnseenLicenseTest {
    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private UsageRun start(JdbcStore store) {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal")).sizes(1 << 18, 1 << 21);
        return new UsageRun(store.usage(), new UsageSettings(journal, UsageRun.NEVER, null), clock).start();
    }

    private static int granted(UsageRun run, String license, int calls) {
        UsageRun.Caller caller = run.caller(license, 10);
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += caller.call() ? 1 : 0;
        }
        return granted;
    }

    @Test
    void readOnlyStoreStillGrantsCalls() throws Exception {
        Path data = dir.resolve("data");
        try (JdbcStore store = JdbcStore.embedded(data)) {
            try (UsageRun run = start(store)) {
                assertThat(granted(run, "lic_1", 3)).isEqualTo(3);
            }
            clock.advance(Duration.ofMinutes(1));
            try (UsageRun run = start(store)) {
                try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("licensing.db"));
                        Statement statement = other.createStatement()) {
                    statement.execute("begin immediate");
                    assertThat(granted(run, "lic_1", 20)).as("the rest of 10").isEqualTo(7);
                    assertThat(granted(run, "lic_2", 20))
                            .as("never seen before")
                            .isEqualTo(10);
                    assertThatThrownBy(run.usage::flush).isInstanceOf(StoreException.class);
                    statement.execute("rollback");
                }
                run.usage.flush();
                assertThat(run.usage.reconciliation().run(clock.instant()).differences())
                        .isEmpty();
            }
            assertThat(store.usage().balances(null, 10).items())
                    .extracting(balance -> balance.license().value() + " " + balance.billed())
                    .containsExactly("lic_1 10", "lic_2 10");
        }
    }

    @Test
    void unreadableLedgerGrantsNoFreshAllowance() throws Exception {
        try (JdbcStore store = JdbcStore.embedded(dir.resolve("data"))) {
            try (UsageRun run = start(store)) {
                assertThat(granted(run, "lic_1", 3)).isEqualTo(3);
                assertThat(granted(run, "lic_2", 3)).isEqualTo(3);
            }
            clock.advance(Duration.ofMinutes(1));
            try (UsageRun run = start(store)) {
                assertThat(granted(run, "lic_1", 1)).isEqualTo(1);
                run.faults.is(Mode.FAILS);
                assertThat(granted(run, "lic_1", 20))
                        .as("seen before the outage")
                        .isEqualTo(6);
                assertThat(granted(run, "lic_2", 20)).as("not seen").isZero();
                clock.set("2026-04-01T00:00:00Z");
                assertThat(granted(run, "lic_2", 20))
                        .as("in a period that began since")
                        .isEqualTo(10);
                run.faults.is(Mode.ANSWERS);
            }
        }
    }
}
