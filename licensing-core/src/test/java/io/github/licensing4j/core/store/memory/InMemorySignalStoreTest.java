package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.tck.SignalStoreContract;

/** Runs the contract of signals. */
class InMemorySignalStoreTest extends InMemoryNode implements SignalStoreContract {}
