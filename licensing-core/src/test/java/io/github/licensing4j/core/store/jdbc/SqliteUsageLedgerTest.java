package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.UsageLedgerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of usage ledgers. */
class SqliteUsageLedgerTest extends UsageLedgerContract {
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
