package io.github.licensing4j.core.store.jdbc;

import io.ebean.migration.MigrationConfig;
import io.ebean.migration.MigrationException;
import io.ebean.migration.MigrationRunner;
import io.ebean.migration.runner.DefaultMigrationContext;
import io.github.licensing4j.LicensingException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Migrates the tables to the version of this library. Several nodes may migrate at once: one runs the scripts while the
 * others wait.
 *
 * @param platform the folder of the scripts, {@code sqlite} or {@code postgres}
 * @param path the path of that folder
 * @param version the version after the migration
 */
record Migrations(String platform, String path, int version) {
    private static final String PATH = "io/github/licensing4j/core/store/jdbc";
    private static final String HISTORY = "licensing_schema_history";
    private static final List<String> SCRIPTS = List.of(
            "1.0__licenses.sql",
            "2.0__usage.sql",
            "3.0__terms.sql",
            "4.0__leases.sql",
            "5.0__timeline.sql",
            "6.0__proofs.sql",
            "7.0__signature_keys.sql",
            "8.0__external_names.sql",
            "9.0__seats.sql",
            "10.0__seat_holdings.sql",
            "11.0__bindings.sql",
            "12.0__rollups.sql",
            "13.0__active.sql",
            "14.0__signals.sql");
    /** Created as the migration library would, with room for any user name of an operating system. */
    private static final String MAKE_HISTORY = "create table if not exists " + HISTORY
            + " (id integer not null primary key, mchecksum integer not null, mtype varchar(1) not null,"
            + " mversion varchar(150) not null, mcomment varchar(150) not null, mstatus varchar(10) not null,"
            + " run_on timestamp not null, run_by varchar(255) not null, run_time integer not null)";

    private static final String START_HISTORY = "insert into " + HISTORY
            + " (id, mchecksum, mtype, mversion, mcomment, mstatus, run_on, run_by, run_time)"
            + " values (0, 1, 'I', '0', '<init>', 'SUCCESS', current_timestamp, 'licensing4j', 0) on conflict do nothing";

    static Migrations of(String platform) {
        return new Migrations(platform, PATH, SCRIPTS.size());
    }

    /** Runs the scripts that have not run yet, all of them or none. */
    void run(Connection connection) throws SQLException {
        try {
            Library.run(this, connection);
        } catch (NoClassDefFoundError e) {
            throw new MissingDependencyException("io.ebean:ebean-migration", e);
        }
        check(connection);
    }

    /** A separate class, because the library is an optional dependency. */
    private static final class Library {
        static void run(Migrations migrations, Connection connection) throws SQLException {
            makeHistory(connection);
            MigrationConfig config = new MigrationConfig();
            config.setMetaTable(HISTORY);
            config.setMigrationPath(migrations.path);
            config.setBasePlatform(migrations.platform);
            config.setPlatform(migrations.platform);
            config.setEarlyChecksumMode(true);
            config.setClassLoader(Migrations.class.getClassLoader());
            try {
                new MigrationRunner(config).run(new DefaultMigrationContext(config, connection));
            } catch (MigrationException e) {
                throw new LicensingException(
                        "the tables of the license store cannot be created or migrated to version " + migrations.version
                                + ": " + cause(e),
                        e);
            }
            connection.setAutoCommit(true);
        }
    }

    private static String cause(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage());
    }

    private static void makeHistory(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute(MAKE_HISTORY);
            } catch (SQLException e) {
                // "If not exists" can fail while another node creates the table; the second time it is there.
                statement.execute(MAKE_HISTORY);
            }
            statement.execute(START_HISTORY);
        }
    }

    /** @throws LicensingException if the tables have another version; the message says how to proceed */
    void check(Connection connection) throws SQLException {
        int found = found(connection);
        if (found > version) {
            throw new LicensingException("the tables of the license store are of version " + found
                    + ", which is newer than this library: expected version " + version
                    + "; start with the newer library, or go back to a backup that was made before it");
        }
        if (found < version) {
            throw new LicensingException("the tables of the license store are "
                    + (found == 0 ? "missing" : "of version " + found) + ", expected version " + version + "; run "
                    + scripts(found) + " from the jar of licensing-core, or let the library migrate");
        }
    }

    private String scripts(int from) {
        return SCRIPTS.subList(Math.min(from, SCRIPTS.size()), SCRIPTS.size()).stream()
                .map(script -> path + "/" + platform + "/" + script)
                .reduce((one, other) -> one + ", then " + other)
                .orElse("the newer scripts");
    }

    private static int found(Connection connection) throws SQLException {
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), "licensing_state", null)) {
            if (!tables.next()) {
                return 0;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version from licensing_state")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
