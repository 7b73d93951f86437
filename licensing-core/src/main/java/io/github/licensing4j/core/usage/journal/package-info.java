/**
 * The usage journal: stores the usage of every settled call on this node's disk until the ledger has it. Start at
 * {@link io.github.licensing4j.core.usage.journal.UsageJournal}; {@code Format} describes the files.
 *
 * <p>The directory holds {@code lock} (the pid of the process that owns it), {@code epoch-<n>} (the number of starts of this
 * node; the file is empty), segments {@code <epoch>-<index>.seg}, and segments not yet used, {@code *.new}. A
 * segment is a header and records one after the other; it defines accounts and descriptors once and refers to them by number, so
 * each segment can be read, and deleted, by itself.
 */
@NullMarked
package io.github.licensing4j.core.usage.journal;

import org.jspecify.annotations.NullMarked;
