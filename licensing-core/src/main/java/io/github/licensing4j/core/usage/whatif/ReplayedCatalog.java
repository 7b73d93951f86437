package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.core.catalog.Catalog;
import java.util.Set;

/**
 * A catalog that the usage of one customer is replayed under.
 *
 * @param charged the meters that it charges other units of than the ledger has counted
 * @param shared the counters that the licenses of the customer share
 */
record ReplayedCatalog(Catalog catalog, Set<String> charged, CountedUsage shared) {}
