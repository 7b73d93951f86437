package io.github.licensing4j.core;

import io.github.licensing4j.core.SharingRun.Recovery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes on one PostgreSQL grant an amount once, also when some of them are killed and others are added. */
class KilledSharingNodeTest {
    private static final Recovery[] RECOVERIES = Recovery.values();

    @TempDir
    Path dir;

    /** The size of a run: units of the quota, processes, and threads of each. */
    private record Size(long amount, int nodes, int threads) {
        static final Size SMALL = new Size(600, 2, 2);
    }

    private void run(SharingScenario scenario, Recovery recovery, Size size, int seed) throws Exception {
        Path own = Files.createDirectory(dir.resolve("run-" + seed));
        try (SharingWorld world = new SharingWorld(own, scenario, size.amount, size.threads)) {
            System.out.println(new SharingRun(world, recovery, new Random(seed)).of(size.nodes));
        }
    }

    @Test
    void adoptedJournalReturnsUnitsAfterCorrection() throws Exception {
        run(SharingScenario.CORRECTED_UP, Recovery.ADOPTED, Size.SMALL, 1);
    }

    @Test
    void deadNodeStrandsItsUnitsOfCredits() throws Exception {
        run(SharingScenario.CREDITS, Recovery.NONE, Size.SMALL, 2);
    }

    /** Of 20 runs with an amount, 6 are without kills; sharing.runs is another number of runs. */
    @ParameterizedTest
    @EnumSource
    @Tag("proof")
    void twentyRunsOfFourProcesses(SharingScenario scenario) throws Exception {
        for (int i = 0; i < Integer.getInteger("sharing.runs", 20); i++) {
            Size size = new Size(i % 2 == 0 ? 100_000 : 137, 4, 16);
            run(scenario, RECOVERIES[i / 2 % RECOVERIES.length], size, i);
        }
    }
}
