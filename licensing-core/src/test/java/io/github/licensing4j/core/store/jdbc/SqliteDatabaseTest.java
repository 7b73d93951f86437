package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.license;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the files of the embedded database, and failures of them. */
class SqliteDatabaseTest {
    @TempDir
    Path dir;

    private SqliteDatabase open() {
        return SqliteDatabase.open(dir.resolve("data"), Migrations.of("sqlite"));
    }

    @Test
    void keepsEverythingAfterRestart() {
        try (Store store = JdbcStore.embedded(dir)) {
            store.commit(change(license("lic_1")));
            store.revocations().nextStatusIndexes(1);
        }
        try (Store store = JdbcStore.embedded(dir)) {
            assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_1"))).contains(license("lic_1"));
            assertThat(store.feed().generation()).isEqualTo(1);
            assertThat(store.revocations().nextStatusIndexes(1)).isEqualTo(1);
        }
    }

    @Test
    void filesAreReadableByOwnerOnly() throws Exception {
        try (SqliteDatabase database = open()) {
            database.write("test", session -> session.update("insert into licensing_marks (name) values ('x')"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("data"))))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(dir.resolve("data"))) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(2)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .as(file.toString())
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void commitsAreDurableAndReadersDoNotWait() {
        try (SqliteDatabase database = open()) {
            List<String> settings = database.write(
                    "test",
                    session -> List.of(
                            session.all("pragma journal_mode", Row::text).get(0),
                            String.valueOf(session.number("pragma synchronous")),
                            String.valueOf(session.number("pragma foreign_keys")),
                            String.valueOf(session.number("pragma busy_timeout"))));
            assertThat(settings).containsExactly("wal", "2", "1", "5000");
        }
    }

    @Test
    void readsDuringUnfinishedChange() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (SqliteDatabase database = open()) {
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch read = new CountDownLatch(1);
            Future<Integer> writing = thread.submit(() -> database.write("test", session -> {
                int rows = session.update("insert into licensing_marks (name) values ('x')");
                written.countDown();
                await(read);
                return rows;
            }));
            written.await();
            assertThat(marks(database)).isZero();
            read.countDown();
            assertThat(writing.get()).isEqualTo(1);
            assertThat(marks(database)).isEqualTo(1);
        } finally {
            thread.shutdownNow();
        }
    }

    private static long marks(SqliteDatabase database) {
        return database.read("test", session -> session.number("select count(*) from licensing_marks"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void idleConnectionsDoNotLockFile() throws Exception {
        try (SqliteDatabase database = open()) {
            database.write("test", session -> session.update("insert into licensing_marks (name) values ('x')"));
            String url = "jdbc:sqlite:" + dir.resolve("data/licensing.db");
            try (Connection foreign = DriverManager.getConnection(url);
                    var statement = foreign.createStatement()) {
                statement.execute("pragma busy_timeout = 0");
                assertThat(statement.executeUpdate("insert into licensing_marks (name) values ('y')"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void fullDiskIsReportedAndRecoverable() {
        try (SqliteDatabase database = open()) {
            JdbcStore store = new JdbcStore(database);
            store.commit(change(license("lic_1")));
            database.write("test", session -> session.number("pragma max_page_count = 80"));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            store.commit(change(license("lic_full_" + i, "c".repeat(500))));
                        }
                    })
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot store a change")
                    .hasMessageContaining("database or disk is full")
                    .hasMessageNotContaining("no transaction");
            long generation = store.feed().generation();
            assertThat(store.feed().since(0, 1_000_000)).hasSize((int) generation);
            database.write("test", session -> session.number("pragma max_page_count = 100000"));
            assertThat(store.commit(change(license("lic_2")))).isEqualTo(generation + 1);
        }
    }

    @Test
    void failureRollsBackWholeChange() {
        try (SqliteDatabase database = open()) {
            assertThatThrownBy(() -> database.write("do this", session -> {
                        session.update("insert into licensing_marks (name) values ('x')");
                        throw new SQLException("broken");
                    }))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot do this: broken")
                    .hasMessageContaining("licensing.db");
            assertThatThrownBy(() -> database.write("do this", session -> {
                        session.update("insert into licensing_marks (name) values ('x')");
                        throw new IllegalStateException("mistake");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(marks(database)).isZero();
        }
    }

    @Test
    void reportsFirstFailureAndReplacesWriter() throws IOException {
        try (SqliteDatabase database = open()) {
            assertThatThrownBy(() -> database.write("do this", session -> {
                        session.run("rollback");
                        throw new SQLException("first");
                    }))
                    .hasMessageContaining("first")
                    .hasMessageNotContaining("no transaction");
            // While it is linked, a log that was removed and made again is another file for certain.
            Files.createLink(dir.resolve("log"), dir.resolve("data/licensing.db-wal"));
            int rows = database.write(
                    "test", session -> session.update("insert into licensing_marks (name) values ('x')"));
            assertThat(rows).isEqualTo(1);
        }
    }

    @Test
    void unreadableRowIsStoreFailure() {
        try (SqliteDatabase database = open()) {
            JdbcStore store = new JdbcStore(database);
            store.commit(change(license("lic_1")));
            database.write("test", session -> session.update("update licensing_licenses set plan = 'what'"));
            assertThatThrownBy(() -> store.licenses().find(new LicenseId(ISSUER, "lic_1")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("a row is not in the written form")
                    .hasMessageContaining("'what'");
        }
    }

    @Test
    void secondStoreOfDirectoryNamesHolder() {
        SqliteDatabase first = open();
        assertThatThrownBy(this::open)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(
                        "in use by process " + ProcessHandle.current().pid());
        first.close();
        first.close();
        open().close();
    }

    @Test
    void closedStoreThrows() {
        SqliteDatabase database = open();
        JdbcStore store = new JdbcStore(database);
        store.close();
        store.close();
        assertThatThrownBy(store.feed()::generation)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("it is closed");
        assertThatThrownBy(() -> store.commit(change(license("lic_1"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("it is closed");
    }

    @Test
    void rejectsFileThatIsNoDatabase() throws Exception {
        Path data = Files.createDirectory(dir.resolve("data"));
        Files.writeString(data.resolve("licensing.db"), "this is not a database, and never was one\n".repeat(100));
        assertThatThrownBy(this::open)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("not a database");
        Files.delete(data.resolve("licensing.db"));
        open().close();
    }

    @Test
    void reportsDirectoryThatCannotBeCreated() throws Exception {
        Files.writeString(dir.resolve("data"), "a file");
        assertThatThrownBy(this::open)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(dir.resolve("data").toString());
    }

    @Test
    void relativePathsAreResolved() {
        Path relative = Path.of("").toAbsolutePath().relativize(dir.resolve("data/../data"));
        try (DirectoryLock lock = DirectoryLock.take(relative)) {
            assertThat(lock.directory()).isAbsolute().isEqualTo(dir.resolve("data"));
        }
    }

    @Test
    void namesMissingDriver() throws Exception {
        assertMissing("sqlite-jdbc", "org.xerial:sqlite-jdbc");
    }

    @Test
    void namesMissingMigrationLibrary() throws Exception {
        assertMissing("ebean-migration", "io.ebean:ebean-migration");
    }

    private void assertMissing(String jar, String dependency) throws Exception {
        URL[] paths = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains(jar))
                .map(path -> url(Path.of(path)))
                .toArray(URL[]::new);
        try (URLClassLoader without = new URLClassLoader(paths, ClassLoader.getPlatformClassLoader())) {
            Class<?> store = without.loadClass(JdbcStore.class.getName());
            var embedded = store.getMethod("embedded", Path.class);
            assertThatThrownBy(() -> embedded.invoke(null, dir.resolve("data")))
                    .rootCause()
                    .satisfiesAnyOf(
                            cause -> assertThat(cause).isInstanceOf(ClassNotFoundException.class),
                            cause -> assertThat(cause).isInstanceOf(NoClassDefFoundError.class));
            assertThatThrownBy(() -> embedded.invoke(null, dir.resolve("data")))
                    .cause()
                    .hasMessageContaining(dependency)
                    .extracting(cause -> cause.getClass().getSimpleName())
                    .isEqualTo("MissingDependencyException");
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
