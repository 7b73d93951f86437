package io.github.licensing4j.core.cli;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.core.audit.AuditChain.Head;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.audit.AuditProver;
import io.github.licensing4j.core.store.jdbc.JdbcTarget;
import io.github.licensing4j.core.store.jdbc.StoreMove;
import io.github.licensing4j.core.store.jdbc.StoreMove.MovedTable;
import io.github.licensing4j.core.usage.LedgerReconciliation;
import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalStarts;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves the database of a data directory to PostgreSQL. Audit log and ledger are verified before and after. The password
 * comes from the environment or a file, because arguments are visible to everyone on the machine.
 */
final class Move {
    static final List<String> OPTIONS = List.of("--from", "--to", "--user", "--password-file", "--audit-key");
    static final String PASSWORD = "LICENSING_DB_PASSWORD";

    private static final int SHOWN = 10;

    private final Path directory;
    private final AuditKey auditKey;
    private final PrintStream out;

    private Move(Path directory, AuditKey auditKey, PrintStream out) {
        this.directory = directory;
        this.auditKey = auditKey;
        this.out = out;
    }

    static int run(Options options, Map<String, String> environment, PrintStream out) {
        options.none();
        Path directory = Path.of(options.required("--from"));
        JdbcTarget target = target(options, environment);
        Path key = options.optional("--audit-key", Path::of).orElse(directory.resolve("audit.key"));
        if (!Files.isRegularFile(key)) {
            throw new LicensingException(
                    "there is no audit key '" + key + "': expected the one that the service has used, see --audit-key");
        }
        try (StoreMove move = StoreMove.open(directory, target)) {
            new Move(directory, AuditKey.at(key), out).run(move);
        }
        return Main.OK;
    }

    private static JdbcTarget target(Options options, Map<String, String> environment) {
        String url = options.required("--to");
        if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new UsageException("--to contains a password; set " + PASSWORD + ", or use --password-file");
        }
        return new JdbcTarget(url, options.optional("--user").orElse(null), password(options, environment));
    }

    private static @Nullable String password(Options options, Map<String, String> environment) {
        Path file = options.optional("--password-file", Path::of).orElse(null);
        try {
            return file == null
                    ? environment.get(PASSWORD)
                    : Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new LicensingException("'" + file + "' cannot be read: " + e, e);
        }
    }

    private void run(StoreMove move) {
        long entries = verify(move.source(), "the source");
        List<MovedTable> moved = move.run();
        verify(move.target(), "the target");
        for (MovedTable table : moved) {
            out.printf("%-32s %12d%n", table.table(), table.rows());
        }
        out.println("rows are the same in both databases; " + entries
                + " audit entries verify and the ledger agrees in both");
        printJournal(move.target().usage());
    }

    /** Verifies audit log and ledger. Returns the number of audit entries. */
    private long verify(Store store, String side) {
        // Without an end of its own: the ends that the head file names are verified.
        Verification audit = new AuditProver(store.audit(), auditKey).prove(new Head("", 0, ""));
        audit.broken().ifPresent(entry -> {
            throw new LicensingException("the audit log of " + side + " does not verify: entry " + entry.seq()
                    + " of chain '" + entry.chain() + "', " + entry.what());
        });
        List<Difference> differences = LedgerReconciliation.differences(store.usage(), SHOWN);
        if (!differences.isEmpty()) {
            Difference first = differences.get(0);
            throw new LicensingException("the ledger of " + side + " does not agree with its totals: " + first.where()
                    + " of license " + first.license() + ", meter " + first.meter() + ": expected " + first.expected()
                    + ", found " + first.found());
        }
        return audit.entries();
    }

    private void printJournal(UsageLedger ledger) {
        Path journal = directory.resolve("journal");
        String node = JournalNode.known(journal).orElse("local");
        long last = ledger.lastJournal(node);
        if (last == 0) {
            out.println("the database names no journal of node '" + node + "'");
        } else if (ledger.isJournalComplete(new UsageSource(node, last))) {
            out.println("every call in the journal of node '" + node + "' is in the ledger");
        } else {
            out.println("the journal of node '" + node + "' has calls that may not be in the ledger"
                    + (JournalStarts.last(journal) == last ? "" : ", and is not in '" + journal + "'")
                    + ": the node that continues it ships them");
        }
        out.printf(
                "start its node on PostgreSQL with%n  licensing.store.type=jdbc%n  licensing.store.node=%s%n"
                        + "  licensing.store.audit-key=%s%n  licensing.usage.journal-dir=%s%n"
                        + "  licensing.keys.location=%s%nand never again on '%s'%n",
                node,
                directory.resolve("audit.key"),
                journal,
                directory.resolve("signing-keys.json"),
                directory.resolve("licensing.db"));
    }
}
