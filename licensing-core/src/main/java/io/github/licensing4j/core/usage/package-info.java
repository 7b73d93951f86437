/**
 * Usage: journals the usage of each call as it ends, aggregates it, and writes it to the ledger. Start at {@link
 * io.github.licensing4j.core.usage.Usage}.
 */
@NullMarked
package io.github.licensing4j.core.usage;

import org.jspecify.annotations.NullMarked;
