package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.tck.UsageLedgerContract;

/** Runs the contract of usage ledgers. */
class InMemoryUsageLedgerTest extends InMemoryNode implements UsageLedgerContract {}
