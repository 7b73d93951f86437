package io.github.licensing4j.core.usage;

import static io.github.licensing4j.Charge.MAX_SMALLEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageModel.Group;
import io.github.licensing4j.core.usage.UsageModel.Sum;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.LedgerTransaction;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a license that reports absurd units does not keep other usage from the ledger. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedUsageTest {
    /** The sum of a ledger is limited to 9·10^18. */
    private static final int CALLS_THAT_FIT = 9_000;

    private static final Requirement REPORTED =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 0, 0, ChargeOn.NOT_5XX)));

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final UsageLedger ledger = new InMemoryStore().usage();

    @Test
    void countsUpToMostOfCall() {
        try (UsageRun run = new UsageRun(ledger, UsageSettings.inMemory(), clock).start()) {
            report(run, 1);
            run.usage.flush();
        }
        assertThat(sum("lic_broken", "tokens")).isEqualTo(new Sum(MAX_SMALLEST, 1));
    }

    @Test
    void leavesOutUsageBeyondLedgerRange() {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal"));
        leavesOutAsFewCallsAsItCan(new UsageSettings(journal, UsageRun.NEVER, null));
        assertThat(sum("lic_broken", "tokens")).isEqualTo(new Sum(CALLS_THAT_FIT * MAX_SMALLEST, CALLS_THAT_FIT));
    }

    @Test
    void leavesOutUsageWithoutJournal() {
        leavesOutAsFewCallsAsItCan(new UsageSettings(null, UsageRun.NEVER, null));
        assertThat(sum("lic_broken", "tokens")).isEqualTo(new Sum(0, 0));
    }

    /** A ledger that rejects all usage of one license. */
    private UsageLedger choosy() {
        return (UsageLedger) Proxy.newProxyInstance(
                UsageLedger.class.getClassLoader(), new Class<?>[] {UsageLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write")) {
                        return ledger.write(transaction -> work(arguments[0]).apply(new Choosy(transaction)));
                    }
                    return method.invoke(ledger, arguments);
                });
    }

    @SuppressWarnings("unchecked")
    private static Function<LedgerTransaction, Object> work(Object argument) {
        return (Function<LedgerTransaction, Object>) argument;
    }

    private record Choosy(LedgerTransaction open) implements LedgerTransaction {
        @Override
        public Optional<List<CounterChange>> add(UsageBatch batch) {
            if (batch.rows().stream().anyMatch(row -> row.license().value().equals("lic_broken"))) {
                throw new IllegalArgumentException("planted");
            }
            return open.add(batch);
        }

        @Override
        public void addMessages(List<StoredMessage> messages) {
            open.addMessages(messages);
        }
    }

    /** Records the journals that are noted as complete. */
    private static UsageLedger noting(UsageLedger of, List<UsageSource> complete) {
        return (UsageLedger) Proxy.newProxyInstance(
                UsageLedger.class.getClassLoader(), new Class<?>[] {UsageLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("noteCompleteJournal")) {
                        complete.add((UsageSource) arguments[0]);
                    }
                    try {
                        return method.invoke(of, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    @Tag("4.2.3")
    void journalWithQuarantinedCallsIsNotComplete() {
        List<UsageSource> complete = new ArrayList<>();
        try (UsageRun run = journaled(noting(choosy(), complete))) {
            calls(run, "lic_1", 4);
        }
        assertThat(complete).extracting(UsageSource::epoch).containsExactly(1L);
        try (UsageRun run = journaled(noting(choosy(), complete))) {
            calls(run, "lic_broken", 2);
        }
        assertThat(complete).as("the calls are beside the journal alone").hasSize(1);
    }

    private UsageRun journaled(UsageLedger to) {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal")).sizes(1 << 18, 1 << 21);
        return new UsageRun(to, new UsageSettings(journal, UsageRun.NEVER, null), clock).start();
    }

    private static void calls(UsageRun run, String license, int calls) {
        for (int i = 0; i < calls; i++) {
            assertThat(run.caller(license, 1000).call()).isTrue();
        }
    }

    private static void assertQuarantined(UsageRun run, int calls) {
        String expected = calls + " calls are not in the ledger, because it cannot hold them";
        assertThat(run.health())
                .anySatisfy(component -> assertThat(component.detail()).contains(expected, "quarantine.log"));
    }

    @Test
    void quarantinesRejectedCalls() throws Exception {
        try (UsageRun run = journaled(choosy())) {
            calls(run, "lic_1", 40);
            calls(run, "lic_broken", 2);
            calls(run, "lic_2", 40);
            run.usage.flush();
            assertQuarantined(run, 2);
            assertThat(sum("lic_1", "calls")).isEqualTo(new Sum(40, 40));
            assertThat(sum("lic_2", "calls")).isEqualTo(new Sum(40, 40));
            ReconciliationReport report = run.usage.reconciliation().run(clock.instant());
            assertThat(report.differences()).extracting(Difference::license).containsOnly("lic_broken");
            assertThat(report.notes()).anyMatch(note -> note.startsWith("2 calls are not in the ledger"));
        }
        Path file = dir.resolve("journal").resolve("quarantine.log");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("1:41 {").contains("\"license\":\"lic_broken\"", "\"why\":\"planted\"");
        // From a process that died while it wrote the line.
        Files.writeString(file, lines.get(0) + "\n" + lines.get(1) + "\n1:9");
        try (UsageRun run = journaled(choosy())) {
            assertQuarantined(run, 2);
            calls(run, "lic_broken", 1);
            run.usage.flush();
            assertQuarantined(run, 3);
        }
        assertThat(Files.readAllLines(file)).hasSize(3).last().asString().startsWith("2:1 {");
    }

    @Test
    void quarantinesCallOnceDespiteLostResponse() throws Exception {
        FaultyLedger faulty = new FaultyLedger(choosy());
        JournalSettings journal = JournalSettings.in(dir.resolve("journal")).sizes(1 << 18, 1 << 21);
        try (UsageRun run =
                new UsageRun(faulty, new UsageSettings(journal, UsageRun.NEVER, null), clock, 1000).start()) {
            calls(run, "lic_broken", 1);
            faulty.is(FaultyLedger.Mode.FAILS);
            assertThatThrownBy(run.usage::flush).isInstanceOf(StoreException.class);
            assertThat(dir.resolve("journal").resolve("quarantine.log"))
                    .as("an outage quarantines nothing")
                    .doesNotExist();
            faulty.is(FaultyLedger.Mode.LOSES_ANSWERS);
            assertThatThrownBy(run.usage::flush).isInstanceOf(StoreException.class);
            faulty.is(FaultyLedger.Mode.ANSWERS);
            run.usage.flush();
            assertQuarantined(run, 1);
        }
        assertThat(Files.readAllLines(dir.resolve("journal").resolve("quarantine.log")))
                .hasSize(1);
    }

    @Test
    void usageWaitsWhenQuarantineIsFull() throws Exception {
        Files.createDirectories(dir.resolve("journal"));
        Files.writeString(dir.resolve("journal").resolve("quarantine.log"), "0:1 " + "x".repeat(16 << 20) + "\n");
        try (UsageRun run = journaled(choosy())) {
            calls(run, "lic_broken", 1);
            assertThatThrownBy(run.usage::flush)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContainingAll("quarantine.log", "usage waits until the cause is fixed");
            calls(run, "lic_1", 1);
            assertThat(sum("lic_1", "calls")).isEqualTo(new Sum(0, 0));
        }
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
            assertThat(run.health()).anySatisfy(component -> {
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
                    .as("left-out usage is a difference")
                    .isFalse();
        }
    }

    private void report(UsageRun run, int calls) {
        UsageRun.Caller caller = run.caller("lic_broken", new PlanId("pro", 1), List.of(), List.of());
        for (int i = 0; i < calls; i++) {
            LimitHold hold = caller.reserve(REPORTED, clock.millis()).orElseThrow();
            hold.charge("tokens", MAX_SMALLEST);
            caller.settle(hold, 200);
        }
    }

    private Sum sum(String license, String meter) {
        return UsageModel.ledgerSums(ledger, UsageKind.CHARGED, Set.of(UsageDimension.LICENSE))
                .getOrDefault(new Group(Map.of(UsageDimension.LICENSE, license), meter), new Sum(0, 0));
    }
}
