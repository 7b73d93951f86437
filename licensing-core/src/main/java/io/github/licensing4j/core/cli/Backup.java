package io.github.licensing4j.core.cli;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.audit.AuditChain.Head;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import io.github.licensing4j.core.store.jdbc.SqliteBackup;
import io.github.licensing4j.core.usage.journal.JournalStarts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a data directory, even while its service runs: the audit head first, then the keys, then a snapshot of the
 * database.
 */
final class Backup {
    static final List<String> OPTIONS = List.of("--data-dir", "--to");
    private static final String KEY = "audit.key";
    private static final String JOURNAL = "journal";
    /** The head first: a snapshot that is taken later contains its entries. */
    private static final List<String> FILES = List.of(KEY + ".head", KEY, "signing-keys.json");

    private final Path from;
    private final Path to;

    private Backup(Path from, Path to) {
        this.from = from.toAbsolutePath().normalize();
        this.to = to.toAbsolutePath().normalize();
    }

    static int run(Options options, PrintStream err) {
        options.none();
        Backup backup = new Backup(Path.of(options.required("--data-dir")), Path.of(options.required("--to")));
        backup.write();
        err.println("wrote a backup of '" + backup.from + "' to '" + backup.to + "'");
        return Main.OK;
    }

    private void write() {
        if (Files.exists(to)) {
            throw new LicensingException("'" + to + "' exists; a backup is never overwritten");
        }
        Path partial = to.resolveSibling(to.getFileName() + ".partial");
        try {
            delete(partial);
            Files.createDirectories(partial);
            OwnerOnlyFiles.restrict(partial);
            fill(partial);
            Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
            OwnerOnlyFiles.forceDirectory(to.resolveSibling(""));
        } catch (IOException e) {
            throw new LicensingException("the backup '" + to + "' cannot be written: " + e, e);
        } finally {
            deleteQuietly(partial);
        }
    }

    private void fill(Path partial) throws IOException {
        for (String name : FILES) {
            Path file = from.resolve(name);
            if (Files.exists(file)) {
                Path copy = Files.copy(file, partial.resolve(name));
                OwnerOnlyFiles.restrict(copy);
                OwnerOnlyFiles.force(copy);
            }
        }
        SqliteBackup database = new SqliteBackup(from, partial);
        OwnerOnlyFiles.force(database.copy());
        checkHeads(database, partial);
        copyJournalMarks(partial);
        OwnerOnlyFiles.forceDirectory(partial);
    }

    /**
     * Copies the name and the number of starts of the journal, without its calls: a start compares the database with
     * them.
     */
    private void copyJournalMarks(Path partial) throws IOException {
        Path journal = from.resolve(JOURNAL);
        if (!Files.isDirectory(journal)) {
            return;
        }
        Path marks = Files.createDirectory(partial.resolve(JOURNAL));
        OwnerOnlyFiles.restrict(marks);
        for (Path mark : JournalStarts.marks(journal)) {
            Path copy = Files.copy(mark, marks.resolve(mark.getFileName()));
            OwnerOnlyFiles.restrict(copy);
            OwnerOnlyFiles.force(copy);
        }
        OwnerOnlyFiles.forceDirectory(marks);
    }

    private static void checkHeads(SqliteBackup database, Path partial) {
        for (Head head : AuditKey.headsBeside(partial.resolve(KEY))) {
            if (!database.hasAuditEntry(head.chain(), head.seq(), head.code())) {
                throw new LicensingException(
                        "the database lacks entry " + head.seq() + " of audit chain '" + head.chain()
                                + "', which its audit head names: it is older than the head, see docs/backup.md");
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Logs nothing: the error of the failed backup is reported. */
    private static void deleteQuietly(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            throw new LicensingException("'" + directory + "' holds a partial backup and cannot be deleted: " + e, e);
        }
    }
}
