package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.tck.UsageLedgerContract;

/** Runs the contract of usage ledgers. */
class PostgresUsageLedgerTest extends PostgresNodes implements UsageLedgerContract {}
