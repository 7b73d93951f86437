/**
 * Usage: what calls used is journaled as they end, added up, and brought to the ledger. A reader starts at {@link
 * io.github.licensing4j.core.usage.Usage}.
 */
@NullMarked
package io.github.licensing4j.core.usage;

import org.jspecify.annotations.NullMarked;
