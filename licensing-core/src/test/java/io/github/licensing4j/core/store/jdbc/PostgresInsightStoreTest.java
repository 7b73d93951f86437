package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.tck.InsightStoreContract;

/** Runs the contract of figures over time. */
class PostgresInsightStoreTest extends PostgresNodes implements InsightStoreContract {}
