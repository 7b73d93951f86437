package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.SharingWorld.Units;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One run of processes that share an amount: they call, some are killed and one is added, and the rest uses up the amount. */
final class SharingRun {
    private final SharingWorld world;
    private final Recovery recovery;
    private final Random random;
    private final List<String> killed = new ArrayList<>();

    SharingRun(SharingWorld world, Recovery recovery, Random random) {
        this.world = world;
        this.recovery = recovery;
        this.random = random;
    }

    /** What happens to the usage and the leases of killed nodes. */
    enum Recovery {
        /** No node is killed. */
        NOT_KILLED,
        /** They start again. */
        RESTARTED,
        /** Another node adopts their journals. Then they start again: their calls are not counted once more. */
        ADOPTED,
        /** Nothing: their leases are stranded. */
        NONE
    }

    /** Runs a number of nodes, and returns a row of the results; the last column is what was left when something happened. */
    String of(int nodes) throws Exception {
        for (int i = 0; i < nodes; i++) {
            SharingProcess unused = world.begin("node-" + i);
        }
        for (SharingProcess one : world.running) {
            one.await("started");
        }
        List<SharingProcess> first = List.copyOf(world.running);
        world.awaitGranted(world.amount / 4 + random.nextInt((int) world.amount / 4));
        kill(first.get(0));
        SharingProcess added = world.begin("added");
        world.scenario.happen(world);
        if (nodes > 2) {
            kill(first.get(1));
        }
        added.await("started");
        world.awaitDone();
        long left = world.amount - world.granted(0) - world.granted(1);
        long atMost = atMost();
        world.hurry();
        recover();
        world.end();
        return checked(atMost) + " " + left + " |";
    }

    /** Returns the most units: more than the amount only where as many were used or leased before the amount was reduced. */
    private long atMost() {
        int last = world.scenario.periods() - 1;
        return world.scenario.isPaced()
                ? Math.max(world.amount, world.units(last).sum())
                : world.amount;
    }

    private void kill(SharingProcess process) throws InterruptedException {
        if (recovery != Recovery.NOT_KILLED) {
            world.kill(process);
            killed.add(process.name);
        }
    }

    private void recover() throws Exception {
        if (recovery == Recovery.ADOPTED) {
            adopt();
        }
        if (recovery == Recovery.ADOPTED || recovery == Recovery.RESTARTED) {
            for (String name : killed) {
                world.begin(name).await("started");
            }
        }
    }

    private String checked(long atMost) throws IOException {
        int last = world.scenario.periods() - 1;
        for (int period = 0; period < last; period++) {
            checkAnswered(period, world.units(period).settled());
            assertThat(world.units(period).sum()).as("period %s", period).isLessThanOrEqualTo(world.amount);
        }
        Units units = world.units(last);
        assertThat(units.sum()).as("settled and stranded").isBetween(world.amount, atMost);
        long corrected = world.scenario.corrected(world.amount);
        checkAnswered(last, units.settled() - corrected);
        long granted = world.granted(last);
        assertThat(granted).as("answered").isLessThanOrEqualTo(units.sum() - corrected);
        return "| %s | %s | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        world.scenario,
                        recovery,
                        world.amount,
                        killed.size(),
                        granted,
                        units.settled(),
                        units.leased(),
                        granted - (units.settled() - corrected));
    }

    /** Without stranded leases every answered call is in the ledger; of those in flight at a kill, some were not answered. */
    private void checkAnswered(int period, long settled) throws IOException {
        if (recovery != Recovery.NONE) {
            assertThat(world.units(period).leased())
                    .as("leased in period %s", period)
                    .isZero();
            assertThat(world.granted(period))
                    .as("answered in period %s", period)
                    .isBetween(settled - (long) killed.size() * world.threads, settled);
        } else {
            assertThat(world.granted(period))
                    .as("answered in period %s", period)
                    .isLessThanOrEqualTo(settled + world.units(period).leased());
        }
    }

    private void adopt() throws Exception {
        Path journals = Files.createDirectory(world.dir.resolve("journals"));
        for (String name : killed) {
            Files.createSymbolicLink(journals.resolve(name), world.dir.resolve(name + "/journal"));
        }
        String done = "adopted " + killed.size() + " journals";
        try (JdbcStore store = JdbcStore.on(world.database, PostgresSettings.defaults());
                Schedule schedule = new Schedule(store.taskLeases(), "adopter")) {
            MovableClock clock = new MovableClock(world.now);
            JournalAdoption adoption = adoption(journals, store, schedule, clock);
            for (String name : killed) {
                world.seen(name, SharingWorld.DATABASE_TIME);
            }
            adoption.adopt();
            assertThat(adoption.health().detail()).as("seen a moment ago").contains("adopted 0 journals");
            for (String name : killed) {
                world.seen(name, "0");
            }
            adoption.adopt();
            assertThat(adoption.health().detail()).as("absent since now").contains("adopted 0 journals");
            clock.advance(AbsentNodes.AWAY);
            adoption.adopt();
            assertThat(adoption.health().detail()).contains(done);
            adoption.adopt();
            assertThat(adoption.health().detail()).as("once").contains(done);
        }
    }

    private JournalAdoption adoption(Path journals, JdbcStore store, Schedule schedule, MovableClock clock) {
        UsageSettings own = UsageSettings.journaled(JournalSettings.in(world.dir.resolve("adopter")));
        NodeIdentity identity = NodeIdentity.of("adopter", store, own.journal());
        return new JournalAdoption(
                new JournalAdoption.Setup(journals, own, store, identity, counters -> changes -> List.of(), clock),
                schedule);
    }
}
