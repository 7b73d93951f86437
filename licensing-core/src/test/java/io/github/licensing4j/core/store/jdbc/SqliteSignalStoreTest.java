package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.tck.SignalStoreContract;

/** Runs the contract of signals. */
class SqliteSignalStoreTest extends SqliteNode implements SignalStoreContract {}
