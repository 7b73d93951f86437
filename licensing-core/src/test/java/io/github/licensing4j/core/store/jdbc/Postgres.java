package io.github.licensing4j.core.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL for all tests of a run, with a database for each test class and a schema for each test. */
public final class Postgres {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final PGSimpleDataSource source;

    private Postgres(PGSimpleDataSource source) {
        this.source = source;
    }

    private static final class Server {
        // Stops with the process, by a hook of its own.
        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new database. */
    public static Postgres database() throws SQLException {
        String name = "db_" + NAMES.incrementAndGet();
        run(Server.RUNNING.getPostgresDatabase(), "create database " + name);
        return new Postgres((PGSimpleDataSource) Server.RUNNING.getDatabase("postgres", name));
    }

    /** A new schema, which is the first in the search path of whoever connects. */
    public PGSimpleDataSource schema() throws SQLException {
        String name = "schema_" + NAMES.incrementAndGet();
        run(source, "create schema " + name);
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setServerNames(source.getServerNames());
        own.setPortNumbers(source.getPortNumbers());
        own.setDatabaseName(source.getDatabaseName());
        own.setUser(source.getUser());
        own.setPassword(source.getPassword());
        own.setCurrentSchema(name);
        return own;
    }

    static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
