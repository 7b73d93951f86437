package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.tck.InsightStoreContract;

/** Runs the contract of figures over time. */
class InMemoryInsightStoreTest extends InMemoryNode implements InsightStoreContract {}
