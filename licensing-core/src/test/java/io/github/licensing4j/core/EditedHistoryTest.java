package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.admin.InvalidFieldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random lives of licenses while limits are renamed in chains, amounts and scales edited, contracts overridden, plans changed,
 * keys and users corrected, counters evicted and the node restarted, against a list of plain numbers.
 */
@Tag("4.1.1")
@Tag("4.1.4")
@Tag("4.1.7")
@Tag("4.2.6")
class EditedHistoryTest {
    private static final int LICENSES = 40;
    private static final int STEPS = 15 * LICENSES;

    @TempDir
    Path dir;

    private int worlds;
    private int granted;
    private int refused;
    private int corrected;
    private int moved;

    @Test
    void countsMatchModel() {
        RandomCases.run(5, this::play);
        assertThatEverythingHappened();
    }

    @Test
    @Tag("proof")
    void manyCountsMatchModel() {
        RandomCases.run(100_000 / LICENSES, this::play);
        assertThatEverythingHappened();
    }

    private void play(RandomGenerator random) {
        try (EditedWorld world = new EditedWorld(made(), random)) {
            List<EditedHistory> histories = new ArrayList<>();
            for (int i = 0; i < LICENSES; i++) {
                histories.add(new EditedHistory(world, random, "customer " + i));
            }
            // The meter has its scale once something was counted in it.
            histories.forEach(EditedHistory::step);
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(25) == 0) {
                    world.edit();
                } else if (random.nextInt(150) == 0) {
                    assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(world::editScale);
                } else if (random.nextInt(300) == 0) {
                    world.restart();
                }
                histories.get(random.nextInt(LICENSES)).step();
            }
            for (EditedHistory history : histories) {
                granted += history.granted;
                refused += history.refused;
                corrected += history.corrected;
                moved += history.moved;
            }
        }
        worlds++;
    }

    /** Each kind of step is in most histories. One world can be all refusals after an edit that leaves nothing. */
    private void assertThatEverythingHappened() {
        assertThat(granted).isGreaterThan(worlds * LICENSES / 2);
        assertThat(refused).isGreaterThan(worlds * LICENSES / 2);
        assertThat(corrected).isGreaterThan(worlds * LICENSES / 2);
        assertThat(moved).isGreaterThan(worlds * LICENSES / 4);
    }

    private Path made() {
        try {
            return Files.createTempDirectory(dir, "world");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
