package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Copies an SQLite database to an empty PostgreSQL database, with the rows of every table, in one transaction. No process
 * can open the source meanwhile, and it is not changed.
 */
public final class StoreMove implements AutoCloseable {
    /** Tables whose rows are about processes that run, or about the scripts that have run: the target has its own. */
    static final Set<String> NOT_MOVED = Set.of(
            "licensing_nodes",
            "licensing_quota_leases",
            "licensing_schema_history",
            "licensing_task_leases",
            "licensing_timeline");

    private static final PostgresSettings PATIENT = PostgresSettings.defaults().timeout(Duration.ofMinutes(10));
    private static final String NEW_ROWS = "select count(*) from licensing_state s, licensing_ledger_state l,"
            + " licensing_status_index i where s.generation = 0 and s.feed_entries = 0 and s.audit_entries = 0"
            + " and s.messages = 0 and l.names = 0 and l.sources = 0 and l.changes = 0 and l.corrections = 0"
            + " and i.unused = 0";
    /** Tables in which the scripts insert a row. */
    private static final Set<String> OF_ONE_ROW =
            Set.of("licensing_state", "licensing_ledger_state", "licensing_status_index");

    private final JdbcStore source;
    private final SqliteFile file;
    private final JdbcStore target;
    private final DataSource targetSource;

    private StoreMove(JdbcStore source, SqliteFile file, JdbcStore target, DataSource targetSource) {
        this.source = source;
        this.file = file;
        this.target = target;
        this.targetSource = targetSource;
    }

    /**
     * The number of rows that were copied.
     *
     * @param table the name of the table
     */
    public record MovedTable(String table, long rows) {}

    /**
     * Opens both databases, and creates the tables of the target.
     *
     * @throws LicensingException if a process has the source open, if there is none, if it is damaged or of another version
     *     than this library, or if the target is unavailable
     */
    public static StoreMove open(Path directory, JdbcTarget to) {
        SqliteFile file = new SqliteFile(directory.toAbsolutePath().normalize().resolve(SqliteFile.NAME));
        if (!Files.isRegularFile(file.path())) {
            throw new LicensingException(
                    "there is no database '" + file.path() + "': expected the licensing.store.data-dir of a service");
        }
        requireVersion(file);
        JdbcStore source = JdbcStore.embedded(directory);
        try {
            DataSource targetSource = to.dataSource();
            return new StoreMove(source, file, JdbcStore.on(targetSource, PATIENT), targetSource);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Refuses an older version, which opening would migrate. */
    private static void requireVersion(SqliteFile file) {
        try (Connection connection = file.connect(SqliteFile.Use.CHECK)) {
            Migrations.of("sqlite").check(connection);
        } catch (SQLException e) {
            throw new LicensingException("'" + file.path() + "' cannot be read: " + e.getMessage(), e);
        }
    }

    public Store source() {
        return source;
    }

    public Store target() {
        return target;
    }

    /**
     * Copies everything in one transaction of the target, and compares the rows of each table before it is committed. A
     * failure leaves the target empty.
     *
     * @throws LicensingException if the target has rows already, or differs from the source afterwards
     */
    public List<MovedTable> run() {
        try (Connection from = file.connect(SqliteFile.Use.CHECK);
                Connection to = targetSource.getConnection()) {
            to.setAutoCommit(false);
            try {
                List<MovedTable> moved = copy(from, to);
                to.commit();
                return moved;
            } catch (SQLException | RuntimeException e) {
                to.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new LicensingException("the database cannot be moved; the target is as it was: " + e.getMessage(), e);
        }
    }

    private static List<MovedTable> copy(Connection from, Connection to) throws SQLException {
        List<String> tables = tables(from);
        try (Statement statement = to.createStatement()) {
            // A node that starts meanwhile waits here, or fails.
            statement.execute("lock table " + String.join(", ", tables) + ", licensing_nodes in exclusive mode");
        }
        requireEmpty(to, tables);
        List<MovedTable> moved = new ArrayList<>();
        for (String table : tables) {
            moved.add(new MovedTable(table, new TableCopy(table, columns(from, table)).run(from, to)));
        }
        return moved;
    }

    private static void requireEmpty(Connection to, List<String> moved) throws SQLException {
        List<String> tables = new ArrayList<>(moved);
        tables.add("licensing_nodes");
        tables.removeAll(OF_ONE_ROW);
        for (String table : tables) {
            if (!texts(to, "select 'a row' from " + table + " limit 1").isEmpty()) {
                throw notEmpty(table);
            }
        }
        if (!texts(to, NEW_ROWS).equals(List.of("1"))) {
            throw notEmpty("licensing_state");
        }
    }

    private static LicensingException notEmpty(String table) {
        return new LicensingException("the target is not empty, " + table
                + " has rows: expected a database or schema that no service has used; nothing was changed");
    }

    /** Returns the tables that are moved, by name. */
    private static List<String> tables(Connection sqlite) throws SQLException {
        List<String> found = texts(
                sqlite,
                "select name from sqlite_master where type = 'table' and name like 'licensing!_%' escape '!'"
                        + " order by name");
        found.removeAll(NOT_MOVED);
        return found;
    }

    private static List<String> columns(Connection sqlite, String table) throws SQLException {
        return texts(sqlite, "select name from pragma_table_info('" + table + "')");
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (results.next()) {
                found.add(results.getString(1));
            }
            return found;
        }
    }

    @Override
    public void close() {
        target.close();
        source.close();
    }
}
