package io.github.licensing4j.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class MoveTest {
    @TempDir
    Path directory;

    private final CommandLine command = new CommandLine();
    private final PGSimpleDataSource target = Postgres.newSchema();

    @BeforeEach
    void createSource() {
        JdbcStore.embedded(directory).close();
        AuditKey.at(directory.resolve("audit.key"));
    }

    private int move(String to) {
        return command.run("move", "--from", directory.toString(), "--to", to, "--user", "postgres");
    }

    @Test
    void movesNewDatabase() throws SQLException {
        assertThat(move(address())).as(command.errors()).isZero();
        assertThat(targetTables()).isPositive();
    }

    @Test
    void refusesPasswordInAddress() {
        assertThat(move("jdbc:postgresql://localhost/a?password=hush")).isEqualTo(2);
        assertThat(command.errors()).contains("LICENSING_DB_PASSWORD").doesNotContain("hush");
    }

    @Test
    void refusesOtherDatabases() {
        assertThat(move("jdbc:mysql://localhost/a")).isEqualTo(1);
        assertThat(command.errors()).contains("expected jdbc:postgresql://host/database");
    }

    @Test
    void refusesWithoutAuditKey() throws Exception {
        Files.delete(directory.resolve("audit.key"));

        assertThat(move(address())).isEqualTo(1);
        assertThat(command.errors()).contains("there is no audit key");
        assertThat(directory.resolve("audit.key")).doesNotExist();
    }

    @Test
    void refusesSourceWithBrokenAuditLog() throws SQLException {
        try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("licensing.db"));
                Statement statement = source.createStatement()) {
            statement.execute("insert into licensing_audit (entry, chain, seq, made_at, actor, action, details, code)"
                    + " values (1, 'local', 1, 0, 'ann', 'license.created', '{}', 'forged')");
        }

        assertThat(move(address())).isEqualTo(1);
        assertThat(command.errors()).contains("the audit log of the source does not verify: entry 1");
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from licensing_audit")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    private String address() {
        return String.valueOf(target.getURL());
    }

    private int targetTables() throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from licensing_state where version > 0")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
