package io.github.licensing4j.core.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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
        return database("");
    }

    private static Postgres database(String options) throws SQLException {
        String name = "db_" + NAMES.incrementAndGet();
        run(Server.RUNNING.getPostgresDatabase(), "create database " + name + " " + options);
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

    /** A database whose schema has the tables of a license store, which others are copied from. */
    private static final class Template {
        private static final String SCHEMA = "licensing";
        private static final String NAME = create();

        private static String create() {
            try {
                Postgres template = database();
                run(template.source, "create schema " + SCHEMA);
                JdbcStore.on(template.of(SCHEMA), PostgresSettings.defaults()).close();
                return template.source.getDatabaseName();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Creates the schema of a license store in a new database. Its scripts have run already. */
    public static PGSimpleDataSource newStoreSchema() {
        try {
            return database("template " + Template.NAME).of(Template.SCHEMA);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Does the same over a pool: to open a connection takes as long as a test of a rule. */
    public static DataSource newPooledSchema() {
        TestPool pool = new TestPool(newStoreSchema());
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
        return of(name);
    }

    private PGSimpleDataSource of(String name) {
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

    /** Returns the same database as it is reached through a proxy. */
    public static PGSimpleDataSource through(FaultyProxy proxy, PGSimpleDataSource source) {
        PGSimpleDataSource proxied = new PGSimpleDataSource();
        proxied.setServerNames(new String[] {InetAddress.getLoopbackAddress().getHostAddress()});
        proxied.setPortNumbers(new int[] {proxy.port()});
        proxied.setDatabaseName(source.getDatabaseName());
        proxied.setUser(source.getUser());
        proxied.setPassword(source.getPassword());
        proxied.setCurrentSchema(source.getCurrentSchema());
        return proxied;
    }
}
