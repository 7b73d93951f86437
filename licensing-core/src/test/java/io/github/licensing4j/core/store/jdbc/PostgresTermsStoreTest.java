package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.TermsStoreContract;

/** Runs the contract of terms stores. */
class PostgresTermsStoreTest extends TermsStoreContract {
    @Override
    protected Store open() {
        return JdbcStore.on(Postgres.newSchema(), PostgresSettings.defaults());
    }

    @Override
    protected boolean isShared() {
        return true;
    }
}
