package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.TermsStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of terms stores. */
class SqliteTermsStoreTest extends TermsStoreContract {
    @TempDir
    Path dir;

    @Override
    protected Store open() {
        return JdbcStore.embedded(dir);
    }

    @Override
    protected boolean isShared() {
        return false;
    }
}
