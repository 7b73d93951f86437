package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.tck.TermsStoreContract;

/** Runs the contract of terms stores. */
class SqliteTermsStoreTest extends SqliteNode implements TermsStoreContract {
    @Override
    public boolean isShared() {
        return false;
    }
}
