package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spring.LicensingProperties.StoreType;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts the properties of usage to settings. */
final class UsagePropertyMapper {
    private static final Logger log = LoggerFactory.getLogger(UsagePropertyMapper.class);
    private static final int MIN_SEGMENT = 1 << 18;
    private static final int MAX_SEGMENT = 1 << 24;
    /** The number of segments that bounds their size: a journal of few segments frees room in large steps. */
    private static final int SEGMENTS = 8;

    private final LicensingProperties properties;

    UsagePropertyMapper(LicensingProperties properties) {
        this.properties = properties;
    }

    /** Fails for settings that contradict each other, before any store is opened. */
    void check(StoreType type) {
        UsageProperties usage = properties.usage();
        if (usage.allowVolatile() && usage.journalDir() != null) {
            throw new LicensingException(
                    "licensing.usage.allow-volatile=true and licensing.usage.journal-dir contradict"
                            + " each other: expected only one of them");
        }
        if (type == StoreType.JDBC) {
            requireJournal();
        }
        if (usage.flushInterval().isNegative() || usage.flushInterval().isZero()) {
            throw new LicensingException("licensing.usage.flush-interval is " + usage.flushInterval()
                    + ", expected a time above zero, such as 500ms");
        }
        if (usage.maxDisk().toBytes() < 2L * MIN_SEGMENT) {
            throw new LicensingException(
                    "licensing.usage.max-disk is " + usage.maxDisk() + ", expected at least 512KB, such as 1GB");
        }
    }

    /**
     * Returns the usage settings for a store.
     *
     * @param dataDir the data directory, null if there is none
     */
    UsageSettings of(Store store, @Nullable Path dataDir) {
        // The host's own store may be shared too.
        if (!store.isLocal() && store.usage() != UsageLedger.none()) {
            requireJournal();
        }
        Duration flush = properties.usage().flushInterval();
        Path own = properties.usage().journalDir();
        Path directory = own != null ? own : dataDir == null ? null : dataDir.resolve("journal");
        if (directory == null) {
            logVolatile();
        }
        return new UsageSettings(
                directory == null ? null : journal(directory.toAbsolutePath().normalize()),
                flush,
                properties.clock().acceptUntil());
    }

    private void requireJournal() {
        boolean anyDirectory =
                properties.usage().journalDir() != null || properties.store().dataDir() != null;
        if (!anyDirectory && !properties.usage().allowVolatile()) {
            throw new MissingPropertyException(
                    "licensing.usage.journal-dir",
                    "a directory of this process alone, where calls are journaled until they are in the database; or set"
                            + " licensing.usage.allow-volatile=true, and usage that has not reached it is lost with the process");
        }
    }

    private void logVolatile() {
        if (properties.usage().allowVolatile()) {
            log.warn(
                    "Usage is volatile by licensing.usage.allow-volatile: usage that has not reached the ledger is lost"
                            + " with the process");
        } else {
            log.info("Usage is volatile and lost with the process: neither licensing.store.data-dir nor"
                    + " licensing.usage.journal-dir is set");
        }
    }

    private JournalSettings journal(Path directory) {
        UsageProperties usage = properties.usage();
        long max = usage.maxDisk().toBytes();
        long segment = Math.max(MIN_SEGMENT, Math.min(MAX_SEGMENT, max / SEGMENTS / 4096 * 4096));
        return JournalSettings.in(directory)
                .fsync(usage.fsync())
                .whenFull(usage.whenFull())
                .sizes((int) segment, max);
    }
}
