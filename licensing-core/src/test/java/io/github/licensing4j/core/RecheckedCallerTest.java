package io.github.licensing4j.core;

import io.github.licensing4j.core.store.jdbc.JdbcLicenseStore;
import io.github.licensing4j.core.store.memory.InMemoryLicenseStore;
import io.github.licensing4j.spi.LicenseStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** Checks callers again on one node, with each store that a single node can have. */
class RecheckedCallerTest {

    @Nested
    class InMemory extends RecheckedCallerCases {
        @Override
        LicenseStore store(Path directory) {
            return new InMemoryLicenseStore();
        }
    }

    @Nested
    class Sqlite extends RecheckedCallerCases {
        @Override
        LicenseStore store(Path directory) {
            return JdbcLicenseStore.embedded(directory);
        }
    }
}
