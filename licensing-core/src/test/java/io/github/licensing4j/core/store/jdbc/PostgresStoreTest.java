package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.tck.StoreContract;

/** Runs the contract of license stores. */
class PostgresStoreTest extends PostgresNodes implements StoreContract {}
