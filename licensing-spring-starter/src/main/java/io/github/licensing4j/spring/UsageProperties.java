package io.github.licensing4j.spring;

import io.github.licensing4j.core.usage.journal.JournalSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code licensing.usage}.
 *
 * @param journalDir Directory of this process alone for the usage journal. The directory journal in the data directory if not set.
 * @param adoptJournals Directory that contains the usage journals of all nodes, each in a directory of its own. Those of dead nodes are
 *     brought to the database by this node; not done if not set.
 * @param fsync When calls reach the disk. Always is before a call has ended, interval every 50 ms; a killed process loses none either way.
 * @param flushInterval How often the journal is shipped to the ledger.
 * @param allowVolatile Whether a shared database may be used without a journal. Usage that has not reached the ledger is then lost with the process.
 * @param whenFull What happens to calls when the journal has no room. Refuse grants none, shed grants them unrecorded.
 * @param maxDisk Maximum size of the journal on the disk. At least 512KB.
 */
public record UsageProperties(
        @Nullable Path journalDir,
        @Nullable Path adoptJournals,
        @DefaultValue("interval") JournalSettings.Fsync fsync,
        @DefaultValue("500ms") Duration flushInterval,
        @DefaultValue("false") boolean allowVolatile,
        @DefaultValue("refuse") JournalSettings.WhenFull whenFull,
        @DefaultValue("1GB") DataSize maxDisk) {}
