package io.github.licensing4j.core;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.store.memory.InMemoryLicenseStore;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalStarts;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.UsageLedger;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a database that is older than what this node keeps outside of it. It comes before the journal is brought to the ledger: calls
 * would be counted in the wrong database, and their segments deleted.
 */
final class DatabaseCheck {
    private static final Logger log = LoggerFactory.getLogger(DatabaseCheck.class);

    private final StoreOptions stored;

    DatabaseCheck(StoreOptions stored) {
        this.stored = stored;
    }

    /** @throws LicensingException with the ways out */
    void run() {
        LicenseStore store = stored.store();
        if (store == LicenseStore.none()) {
            return;
        }
        boolean accepted = AuditChain.requireKnownEnds(store.audit(), stored.auditKey(), stored.acceptedLosses());
        JournalSettings journal = stored.usage().journal();
        if (!accepted && journal != null && isKept()) {
            requireDatabaseOf(journal.directory(), store.usage());
        }
    }

    /** Notes beside the journal that this start has a database; once it is complete. */
    void noteStart() {
        JournalSettings journal = stored.usage().journal();
        if (journal != null && isKept()) {
            JournalStarts.noteDatabase(journal.directory());
        }
    }

    private boolean isKept() {
        return !(stored.store() instanceof InMemoryLicenseStore)
                && stored.store() != LicenseStore.none()
                && stored.store().usage() != UsageLedger.none();
    }

    /** Each start enters its meters in the database, so a database without any has seen none. */
    private void requireDatabaseOf(Path journal, UsageLedger ledger) {
        if (!JournalStarts.hadDatabase(journal) || !ledger.meters().isEmpty()) {
            return;
        }
        String name = "journal:" + stored.node() + ":epoch-" + JournalStarts.last(journal);
        if (!stored.acceptedLosses().contains(name)) {
            throw new LicensingException("the database is empty, but the usage journal in '" + journal
                    + "' is of an earlier start with another one: licenses, revocations and usage would be lost. Restore"
                    + " the database with its write-ahead log, see docs/backup.md; or accept the loss once with"
                    + " licensing.store.accept-loss=" + name + " and revoke tokens issued before");
        }
        log.warn("The loss of the database that the usage journal in '{}' belongs to is accepted: {}", journal, name);
    }
}
