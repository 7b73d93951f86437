package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.FaultyLedger.Mode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every settled call is in the ledger once, whatever happens. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.4")
class ExactlyOnceTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int[] STATUSES = {200, 201, 302, 404, 429, 500, 503};
    private static final Set<UsageDimension> EVERYTHING = Set.of(
            UsageDimension.HOUR,
            UsageDimension.FEATURE,
            UsageDimension.ENDPOINT,
            UsageDimension.STATUS,
            UsageDimension.LICENSE,
            UsageDimension.CUSTOMER,
            UsageDimension.PLAN);

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final UsageModel model = new UsageModel();

    private UsageSettings journaled(Duration interval) {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal")).sizes(1 << 18, 1 << 26);
        return new UsageSettings(journal, interval, null);
    }

    @Test
    void ledgerHoldsEachCallOnceByEveryDimension() throws Exception {
        UsageLedger ledger = new InMemoryStore().usage();
        check(ledger, journaled(AT_ONCE), 2_000);
    }

    @Test
    void databaseHoldsEachCallOnce() throws Exception {
        try (Store store = JdbcStore.embedded(dir.resolve("data"))) {
            check(store.usage(), journaled(AT_ONCE), 500);
        }
    }

    @Test
    void countsExactlyOnceWithoutJournal() throws Exception {
        check(new InMemoryStore().usage(), new UsageSettings(null, AT_ONCE, null), 2_000);
    }

    @Test
    @Tag("proof")
    void ledgerHoldsMillionCallsOnce() throws Exception {
        check(new InMemoryStore().usage(), journaled(AT_ONCE), 250_000);
    }

    private void check(UsageLedger ledger, UsageSettings settings, int each) throws Exception {
        List<UsageRun.Caller> callers = new ArrayList<>();
        try (UsageRun run = new UsageRun(ledger, settings, clock).start()) {
            run.faults.is(Mode.LOSES_SOME);
            for (int i = 0; i < 6; i++) {
                callers.add(caller(run, i));
            }
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(i);
                done.add(threads.submit(() -> {
                    for (int call = 0; call < each; call++) {
                        call(callers.get(random.nextInt(callers.size())), random);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
            threads.shutdown();
            run.faults.is(Mode.ANSWERS);
            run.usage.flush();
            callers.forEach(caller -> countersAreTheLedgers(ledger, caller));
            assertThat(run.usage.reconciliation().run(clock.instant()).differences())
                    .isEmpty();
        }
        for (UsageKind kind : UsageKind.values()) {
            assertThat(UsageModel.ledgerSums(ledger, kind, EVERYTHING)).isEqualTo(model.sums(kind, EVERYTHING));
            for (UsageDimension by : EVERYTHING) {
                assertThat(UsageModel.ledgerSums(ledger, kind, Set.of(by))).isEqualTo(model.sums(kind, Set.of(by)));
            }
        }
    }

    private static UsageRun.Caller caller(UsageRun run, int number) {
        String license = "lic_" + number;
        List<CreditGrant> grants = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Instant created = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i);
            grants.add(new CreditGrant(
                    license + "-" + i,
                    UsageRun.id(license),
                    1,
                    "prepaid",
                    3_000,
                    0,
                    CreditGrant.Times.from(created),
                    null));
        }
        return run.caller(
                license,
                new PlanId("plan" + number % 3, 1),
                number % 3 == 0
                        ? List.of(UsageRun.monthly(1_000_000_000))
                        : List.of(UsageRun.monthly(1_000_000_000), new CreditsLimit("prepaid", "tokens", 0, null)),
                number % 3 == 0 ? List.of() : grants);
    }

    private void call(UsageRun.Caller caller, Random random) {
        int endpoint = random.nextInt(3);
        Requirement requirement = new Requirement(
                        endpoint == 0
                                ? List.of()
                                : Requirement.features("f" + endpoint).features(),
                        Set.of(),
                        endpoint < 2 ? List.of() : List.of(new Charge("tokens", 2, 0, ChargeOn.NOT_5XX)))
                .at("GET /" + endpoint);
        int status = STATUSES[random.nextInt(STATUSES.length)];
        long at = clock.millis() + random.nextInt(5 * 3_600_000);
        UsageKind kind = random.nextInt(5) == 0 ? UsageKind.OBSERVED : UsageKind.CHARGED;
        if (kind == UsageKind.OBSERVED) {
            caller.observe(requirement, at, status);
        } else {
            LimitHold hold = caller.reserve(requirement, at).orElse(null);
            if (hold == null) {
                return;
            }
            caller.settle(hold, status);
        }
        Map<UsageDimension, String> keys = new EnumMap<>(UsageDimension.class);
        keys.put(
                UsageDimension.HOUR,
                Instant.ofEpochMilli(at - Math.floorMod(at, 3_600_000L)).toString());
        keys.put(UsageDimension.FEATURE, endpoint == 0 ? "" : "f" + endpoint);
        keys.put(UsageDimension.ENDPOINT, "GET /" + endpoint);
        keys.put(UsageDimension.STATUS, Integer.toString(status / 100));
        keys.put(UsageDimension.LICENSE, caller.license.id().value());
        keys.put(UsageDimension.CUSTOMER, caller.license.customer());
        keys.put(UsageDimension.PLAN, caller.license.plan().toString());
        model.add(kind, keys, "calls", status < 500 ? 1 : 0);
        if (endpoint == 2) {
            model.add(kind, keys, "tokens", status < 500 ? 2 : 0);
        }
    }

    /** Asserts that limits and the ledger count the same: charged units only. */
    private void countersAreTheLedgers(UsageLedger ledger, UsageRun.Caller caller) {
        Requirement both = new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 0, 0, ChargeOn.NOT_5XX)));
        for (LimitStatus status : caller.statuses(both)) {
            long inLedger = ledger.counters(caller.license.id(), Instant.EPOCH).stream()
                    .filter(one -> one.counter().limit().equals(status.limit().name()))
                    .mapToLong(CounterIncrement::units)
                    .sum();
            assertThat(inLedger)
                    .as(status.limit().name())
                    .isEqualTo(status.used())
                    .isPositive();
        }
    }

    @Test
    void doesNotReshipCommitWithLostResponse() {
        UsageLedger ledger = new InMemoryStore().usage();
        try (UsageRun run = new UsageRun(ledger, journaled(UsageRun.NEVER), clock).start()) {
            UsageRun.Caller caller = run.caller("lic_1", 100);
            caller.call();
            run.faults.is(Mode.LOSES_ANSWERS);
            assertThatThrownBy(run.usage::flush).isInstanceOf(StoreException.class);
            caller.call();
            run.faults.is(Mode.ANSWERS);
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(2);
        }
    }

    @Test
    void handlesCommitThatArrivesLate() {
        UsageLedger ledger = new InMemoryStore().usage();
        try (UsageRun run = new UsageRun(ledger, journaled(UsageRun.NEVER), clock).start()) {
            UsageRun.Caller caller = run.caller("lic_1", 100);
            run.faults.is(Mode.COMMITS_LATE);
            for (int i = 0; i < 3; i++) {
                caller.call();
                assertThatThrownBy(run.usage::flush).isInstanceOf(StoreException.class);
            }
            caller.call();
            run.faults.is(Mode.ANSWERS);
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(4);
            caller.call();
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(5);
        }
    }
}
