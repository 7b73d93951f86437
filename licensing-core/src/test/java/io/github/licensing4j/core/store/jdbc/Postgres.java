package io.github.licensing4j.core.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL for all tests of a run, with a database for each test class and a schema for each test. */
public final class Postgres {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** The pools that were made last. They are not closed by tests, so that those before close their connections. */
    private static final Deque<TestPool> POOLS = new ArrayDeque<>();

    private static final int OPEN_POOLS = 4;

    private final PGSimpleDataSource source;

    private Postgres(PGSimpleDataSource source) {
        this.source = source;
    }

    private static final class Server {
        // A shutdown hook stops it. Its files stay: there are tens of thousands, and deleting them in the hook can take
        // longer than the build allows.
        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                Path parent = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "postgres"));
                Thread cleaner = new Thread(() -> deleteOfEndedProcesses(parent), "postgres-leftovers");
                cleaner.setDaemon(true);
                cleaner.start();
                return EmbeddedPostgres.builder()
                        .setDataDirectory(parent.resolve(
                                Long.toString(ProcessHandle.current().pid())))
                        .setCleanDataDirectory(false)
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void deleteOfEndedProcesses(Path parent) {
            try (Stream<Path> directories = Files.list(parent)) {
                directories
                        .filter(directory -> ProcessHandle.of(
                                        Long.parseLong(directory.getFileName().toString()))
                                .isEmpty())
                        .forEach(Server::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path directory) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Creates a new database. */
    public static Postgres database() throws SQLException {
        String name = "db_" + NAMES.incrementAndGet();
        run(Server.RUNNING.getPostgresDatabase(), "create database " + name);
        return new Postgres((PGSimpleDataSource) Server.RUNNING.getDatabase("postgres", name));
    }

    /** Creates a schema in a new database. */
    public static PGSimpleDataSource newSchema() {
        try {
            return database().schema();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Creates a schema in a new database, whose connections are used again: to open one takes as long as a test of a rule. */
    public static DataSource newPooledSchema() {
        TestPool pool = new TestPool(newSchema());
        synchronized (POOLS) {
            POOLS.add(pool);
            if (POOLS.size() > OPEN_POOLS) {
                POOLS.remove().close();
            }
        }
        return pool;
    }

    /** Creates a new schema, which is the first in the search path of its connections. */
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
