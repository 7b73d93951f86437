package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.OpenedStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store of a node with an embedded database, which no other node shares. */
abstract class SqliteNode extends OpenedStore {
    @TempDir
    Path dir;

    @Override
    protected Store open() {
        return JdbcStore.embedded(dir);
    }

    @Override
    public Store otherNode() {
        return store();
    }
}
