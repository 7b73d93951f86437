package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.LicenseStoreContract;
import io.github.licensing4j.spi.LicenseStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of license stores. */
class SqliteStoreTest extends LicenseStoreContract {
    @TempDir
    Path dir;

    @Override
    protected LicenseStore open() {
        return JdbcLicenseStore.embedded(dir);
    }

    @Override
    protected LicenseStore otherNode() {
        return store;
    }
}
