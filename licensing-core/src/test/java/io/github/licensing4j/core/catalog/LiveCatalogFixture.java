package io.github.licensing4j.core.catalog;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A catalog file that is read again after edits. */
abstract class LiveCatalogFixture {
    final Schedule schedule = new Schedule();
    static final String GOOD = Catalogs.text("weather.yaml");
    final List<Catalog> received = new ArrayList<>();
    Set<PlanId> pinned = Set.of();
    Instant now = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path directory;

    Path file;

    @BeforeEach
    void writeGoodCatalog() throws IOException {
        file = directory.resolve("licensing.yaml");
        Files.writeString(file, GOOD);
    }

    StoredPlans stored() {
        return new StoredPlans() {
            @Override
            public Set<PlanId> pinned() {
                return pinned;
            }

            @Override
            public long licensesOn(PlanId plan) {
                return plan.equals(Catalogs.PRO) ? 3 : 0;
            }
        };
    }

    static String plan(String limits) {
        return "catalog: c\nplans: {p@1: {limits: {" + limits + "}}}\n";
    }

    LiveCatalog open() {
        return LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ZERO, () -> now, stored(), received::add), schedule);
    }
}
