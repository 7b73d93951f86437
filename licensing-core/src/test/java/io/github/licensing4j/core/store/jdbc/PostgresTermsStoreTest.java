package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.TermsStoreContract;
import java.sql.SQLException;

/** Runs the contract of terms stores. */
class PostgresTermsStoreTest extends TermsStoreContract {
    @Override
    protected Store open() {
        try {
            return JdbcStore.on(Postgres.database().schema(), PostgresSettings.defaults());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected boolean isShared() {
        return true;
    }
}
