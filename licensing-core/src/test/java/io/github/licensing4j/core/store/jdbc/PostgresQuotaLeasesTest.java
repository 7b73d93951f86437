package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.tck.QuotaLeasesContract;

/** Runs the contract of quota leases. */
class PostgresQuotaLeasesTest extends PostgresNodes implements QuotaLeasesContract {}
