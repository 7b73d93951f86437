package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.nio.file.Path;

/** The stores that scans are tested with. */
enum ScannedStore {
    MEMORY,
    SQLITE;

    /** @param limits the limits of both versions of the plan, separated by commas */
    ScanFixture open(Path dir, String limits) {
        return new ScanFixture(this == MEMORY ? new InMemoryStore() : JdbcStore.embedded(dir), limits);
    }
}
