package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.store.jdbc.StoreMove.MovedTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Moves a database in which every table has rows. */
class StoreMoveTest {
    @TempDir
    Path directory;

    private final PGSimpleDataSource target = Postgres.newSchema();
    private SqliteFile file;

    @BeforeEach
    void fill() throws SQLException {
        JdbcStore.embedded(directory).close();
        file = new SqliteFile(directory.resolve(SqliteFile.NAME));
        try (Connection sqlite = file.connect(SqliteFile.Use.WRITE)) {
            FilledTables.fill(sqlite);
        }
    }

    private List<MovedTable> move() {
        JdbcTarget to = new JdbcTarget(String.valueOf(target.getURL()), target.getUser(), target.getPassword());
        try (StoreMove move = StoreMove.open(directory, to)) {
            return move.run();
        }
    }

    @Test
    void movesEveryTableOfSchema() throws SQLException {
        Map<String, Long> moved = new TreeMap<>();
        move().forEach(table -> moved.put(table.table(), table.rows()));

        Set<String> expected = new TreeSet<>(postgresTables());
        expected.removeAll(StoreMove.NOT_MOVED);
        assertThat(moved.keySet())
                .as("a new table is moved, or is named in StoreMove.NOT_MOVED with its reason")
                .isEqualTo(expected);
        assertThat(moved.values()).allMatch(rows -> rows > 0);
    }

    @Test
    void keepsEveryValue() throws SQLException {
        move();

        try (Connection sqlite = file.connect(SqliteFile.Use.READ);
                Connection postgres = target.getConnection()) {
            for (String table : postgresTables()) {
                if (!StoreMove.NOT_MOVED.contains(table)) {
                    String columns = String.join(", ", FilledTables.columns(sqlite, table));
                    String select = "select " + columns + " from " + table;
                    assertThat(rows(postgres, select))
                            .as(table)
                            .containsExactlyInAnyOrderElementsOf(rows(sqlite, select))
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void leavesSourceUnchanged() throws SQLException {
        String counts = "select (select count(*) from licensing_licenses), (select generation from licensing_state)";
        List<String> before;
        try (Connection sqlite = file.connect(SqliteFile.Use.READ)) {
            before = rows(sqlite, counts);
        }

        move();

        try (Connection sqlite = file.connect(SqliteFile.Use.READ)) {
            assertThat(rows(sqlite, counts)).isEqualTo(before);
        }
    }

    @Test
    void refusesSourceInUse() {
        try (JdbcStore open = JdbcStore.embedded(directory)) {
            assertThat(open.isLocal()).isTrue();
            assertThatThrownBy(this::move)
                    .isInstanceOf(LicensingException.class)
                    .hasMessageContaining("is in use by");
        }
    }

    @Test
    void refusesTargetWithRows() throws SQLException {
        move();
        List<String> before = targetRows("licensing_licenses");

        assertThatThrownBy(this::move)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("the target is not empty");
        assertThat(targetRows("licensing_licenses")).isEqualTo(before);
    }

    @Test
    void refusesTargetThatNodeHasUsed() throws SQLException {
        JdbcStore.on(target, PostgresSettings.defaults()).close();
        Postgres.run(target, "insert into licensing_nodes values ('a', 'a/1@host', 1, 1)");

        assertThatThrownBy(this::move)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("licensing_nodes has rows");
    }

    @Test
    void failureLeavesTargetEmpty() throws SQLException {
        try (Connection sqlite = file.connect(SqliteFile.Use.WRITE);
                Statement statement = sqlite.createStatement()) {
            // PostgreSQL stores no NUL. This table is one of the last.
            statement.execute("update licensing_tokens set license = 'a' || char(0)");
        }

        assertThatThrownBy(this::move)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("the target is as it was");
        assertThat(targetRows("licensing_licenses")).isEmpty();
        assertThat(targetRows("licensing_names")).isEmpty();

        try (Connection sqlite = file.connect(SqliteFile.Use.WRITE);
                Statement statement = sqlite.createStatement()) {
            statement.execute("update licensing_tokens set license = 'a'");
        }
        assertThat(move()).as("the move is repeated").isNotEmpty();
    }

    @Test
    void refusesOlderSource() throws SQLException {
        try (Connection sqlite = file.connect(SqliteFile.Use.WRITE);
                Statement statement = sqlite.createStatement()) {
            statement.execute("update licensing_state set version = 3");
        }

        assertThatThrownBy(this::move)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("of version 3, expected version 14");
    }

    @Test
    void refusesDirectoryWithoutDatabase() {
        JdbcTarget to = new JdbcTarget("jdbc:postgresql://localhost/none", null, null);
        assertThatThrownBy(() -> StoreMove.open(directory.resolve("none"), to))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("there is no database");
    }

    @Test
    void hidesPassword() {
        assertThat(new JdbcTarget("jdbc:postgresql://localhost/a", "ann", "hush"))
                .hasToString("jdbc:postgresql://localhost/a");
    }

    private List<String> targetRows(String table) throws SQLException {
        try (Connection postgres = target.getConnection()) {
            return rows(postgres, "select * from " + table);
        }
    }

    private List<String> postgresTables() throws SQLException {
        try (Connection postgres = target.getConnection()) {
            return rows(
                    postgres,
                    "select table_name from information_schema.tables where table_schema = current_schema()"
                            + " and table_name like 'licensing%'");
        }
    }

    private static List<String> rows(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(select)) {
            int columns = results.getMetaData().getColumnCount();
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(results.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }
}
