/**
 * The usage journal: what every settled call used, kept on this node's disk until the ledger has it. A reader starts at {@link
 * io.github.licensing4j.core.usage.journal.UsageJournal}; what is on disk is in {@code Format}.
 *
 * <p>The directory holds {@code lock} (the pid of the process that owns it), {@code epoch-<n>} (how often this node was
 * started; the name is all there is), segments {@code <epoch>-<index>.seg}, and segments not yet used, {@code *.new}. A
 * segment is a header and records one after the other; it names accounts and shapes once and refers to them by number, so
 * each segment can be read, and deleted, by itself.
 */
@NullMarked
package io.github.licensing4j.core.usage.journal;

import org.jspecify.annotations.NullMarked;
