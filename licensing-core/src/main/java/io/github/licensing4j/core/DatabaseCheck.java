package io.github.licensing4j.core;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalStarts;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a database that is older than the audit head or journal of this node, and a journal that is older than the
 * database. It runs before the journal is shipped to the ledger: calls would be counted in the wrong database, and
 * their segments deleted.
 */
final class DatabaseCheck {
    private static final Logger log = LoggerFactory.getLogger(DatabaseCheck.class);

    private final StoreOptions stored;
    private final List<AuditChain.AuditAction> accepted = new ArrayList<>();

    DatabaseCheck(StoreOptions stored) {
        this.stored = stored;
    }

    /**
     * Compares the database, the audit head and the journal with each other.
     *
     * @return the audit entries of accepted losses, other than of ends of audit chains
     * @throws LicensingException with the possible remedies
     */
    List<AuditChain.AuditAction> run() {
        Store store = stored.store();
        if (!stored.hasStore()) {
            return List.of();
        }
        boolean isAccepted = AuditChain.requireKnownEnds(store.audit(), stored.auditKey(), stored.acceptedLosses());
        JournalSettings journal = stored.usage().journal();
        if (journal != null && isKept()) {
            if (!isAccepted) {
                requireDatabaseOf(journal.directory(), store.usage());
            }
            requireJournalOf(store.usage(), journal.directory());
        }
        return List.copyOf(accepted);
    }

    /**
     * Records beside the journal that this start has a database, and in the database that it has a journal; once it is
     * complete.
     */
    void noteStart() {
        JournalSettings journal = stored.usage().journal();
        if (journal != null && isKept()) {
            Path directory = journal.directory();
            JournalStarts.noteDatabase(directory);
            JournalNode.known(directory)
                    .ifPresent(node ->
                            stored.store().usage().noteJournal(new UsageSource(node, JournalStarts.last(directory))));
        }
    }

    private boolean isKept() {
        return stored.hasStore()
                && !(stored.store() instanceof InMemoryStore)
                && stored.store().usage() != UsageLedger.none();
    }

    /**
     * Refuses an empty database with an older journal. Each start stores its meters in the database, so one without
     * meters is new.
     */
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
        accept(name, Map.of("journal", journal.toString()));
    }

    /**
     * Refuses a journal that is missing or older than the database. Calls are in the journal before they are in the
     * database, so the loss of a journal cannot be measured. A journal without a name gets a unique one, where the
     * database is shared.
     */
    private void requireJournalOf(UsageLedger ledger, Path journal) {
        String node = JournalNode.known(journal).orElse(stored.node());
        long noted = ledger.lastJournal(node);
        long last = JournalStarts.last(journal);
        if (noted <= last) {
            return;
        }
        if (ledger.isJournalComplete(new UsageSource(node, noted))) {
            log.info(
                    "The usage journal of start {} of node '{}' is not in '{}'; all of its calls are in the database",
                    noted,
                    node,
                    journal);
            return;
        }
        String name = "usage:" + node + ":epoch-" + noted;
        if (!stored.acceptedLosses().contains(name)) {
            throw new LicensingException("the usage journal in '" + journal + "' "
                    + (last == 0 ? "is missing" : "is of start " + last) + ", but the database has start " + noted
                    + " of node '" + node + "': calls that had not reached the database would not be billed. Bring the"
                    + " journal back to licensing.usage.journal-dir (by default licensing.store.data-dir/journal), see"
                    + " docs/backup.md; or accept the loss once with licensing.store.accept-loss=" + name);
        }
        log.warn("The loss of the usage journal in '{}' up to start {} is accepted: {}", journal, noted, name);
        accept(name, Map.of("journal", journal.toString(), "journalStart", Long.toString(last)));
    }

    private void accept(String name, Map<String, String> details) {
        accepted.add(new AuditChain.AuditAction(
                "startup", "store.loss-accepted", null, name, "licensing.store.accept-loss", details));
    }
}
