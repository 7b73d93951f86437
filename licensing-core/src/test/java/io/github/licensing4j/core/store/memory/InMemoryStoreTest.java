package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.tck.StoreContract;

/** Runs the contract of license stores. */
class InMemoryStoreTest extends InMemoryNode implements StoreContract {}
