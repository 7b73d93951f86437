package io.github.licensing4j.core;

import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** Checks callers again on one node, with each store that a single node can have. */
class RecheckedCallerTest {

    @Nested
    class InMemory extends RecheckedCallerCases {
        @Override
        Store store(Path directory) {
            return new InMemoryStore();
        }
    }

    @Nested
    class Sqlite extends RecheckedCallerCases {
        @Override
        Store store(Path directory) {
            return JdbcStore.embedded(directory);
        }
    }
}
