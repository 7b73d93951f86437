package io.github.licensing4j.spring;

import io.github.licensing4j.core.usage.journal.JournalSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code licensing.usage}.
 *
 * @param journalDir A directory of this process alone for the usage journal. The directory journal in the data directory if not set.
 * @param fsync When calls reach the disk itself: always before a call has ended, or at an interval of 50 ms. None is lost to the death of the process either way.
 * @param flushInterval How often the journal is brought to the ledger.
 * @param allowVolatile Whether a shared database may be used without a journal. What has not reached the ledger is then lost with the process.
 * @param whenFull What becomes of calls when the journal has no room: refuse grants none, shed grants them unrecorded.
 * @param maxDisk The most that the journal takes on the disk. At least 512KB.
 */
public record UsageProperties(
        @Nullable Path journalDir,
        @DefaultValue("interval") JournalSettings.Fsync fsync,
        @DefaultValue("500ms") Duration flushInterval,
        @DefaultValue("false") boolean allowVolatile,
        @DefaultValue("refuse") JournalSettings.WhenFull whenFull,
        @DefaultValue("1GB") DataSize maxDisk) {}
