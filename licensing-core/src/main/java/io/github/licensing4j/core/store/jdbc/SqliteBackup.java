package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Copies the SQLite database of a directory as of one moment, while another process may write to it. */
public final class SqliteBackup {
    private final Path from;
    private final Path to;

    /**
     * @param from the directory of the database
     * @param to the directory of the copy, which exists
     */
    public SqliteBackup(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies the database and checks the copy.
     *
     * @return the file of the copy, which only its owner can read and write
     * @throws LicensingException if there is no database, or it cannot be copied, or the copy is damaged
     */
    public Path copy() {
        Path source = from.resolve(SqliteFile.NAME);
        if (!Files.isRegularFile(source)) {
            throw new LicensingException(
                    "there is no database '" + source + "': expected the licensing.store.data-dir of a"
                            + " service; back up a shared database with its own tools, see docs/backup.md");
        }
        SqliteFile target = SqliteFile.in(to);
        try (Connection connection = new SqliteFile(source).connect(SqliteFile.Use.COPY);
                PreparedStatement copying = connection.prepareStatement("vacuum into ?")) {
            copying.setString(1, target.path().toString());
            copying.execute();
        } catch (SQLException e) {
            throw new LicensingException("'" + source + "' cannot be copied: " + e.getMessage(), e);
        }
        check(target);
        return target.path();
    }

    private static void check(SqliteFile copy) {
        try (Connection connection = copy.connect(SqliteFile.Use.READ);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma integrity_check")) {
            String found = result.next() ? result.getString(1) : "nothing";
            if (!"ok".equals(found)) {
                throw new LicensingException("the copy '" + copy.path() + "' is damaged: " + found);
            }
        } catch (SQLException e) {
            throw new LicensingException("the copy '" + copy.path() + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns whether the copy contains an audit entry with this code, or has removed it by age. */
    public boolean hasAuditEntry(String chain, long seq, String code) {
        try (Connection connection = new SqliteFile(to.resolve(SqliteFile.NAME)).connect(SqliteFile.Use.READ);
                PreparedStatement query = connection.prepareStatement(
                        "select 1 from licensing_audit where chain = ? and seq = ? and code = ?"
                                + " union all select 1 from licensing_audit_checkpoints where chain = ? and seq >= ?")) {
            query.setString(1, chain);
            query.setLong(2, seq);
            query.setString(3, code);
            query.setString(4, chain);
            query.setLong(5, seq);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        } catch (SQLException e) {
            throw new LicensingException("the audit log of the copy cannot be read: " + e.getMessage(), e);
        }
    }
}
