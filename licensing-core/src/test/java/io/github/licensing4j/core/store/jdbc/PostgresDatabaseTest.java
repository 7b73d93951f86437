package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.license;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Tests the store when the shared database or its network fails. */
@Timeout(60)
class PostgresDatabaseTest {
    private static final PostgresSettings SETTINGS = PostgresSettings.defaults().timeout(Duration.ofSeconds(1));
    private static Postgres database;
    private PGSimpleDataSource source;

    @BeforeAll
    static void makeDatabase() throws SQLException {
        database = Postgres.database();
    }

    @BeforeEach
    void makeSchema() throws SQLException {
        source = database.schema();
    }

    @Test
    void concurrentStartsCreateTablesOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            DataSource fresh = database.schema();
            var threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<Store>> nodes = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    nodes.add(threads.submit(() -> JdbcStore.on(fresh, PostgresSettings.defaults())));
                }
                for (Future<Store> node : nodes) {
                    assertThat(node.get().feed().generation()).isZero();
                    node.get().close();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void cancelsSlowStatement() throws Exception {
        try (Store store = JdbcStore.on(source, SETTINGS);
                Connection other = source.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table licensing_licenses in access exclusive mode");
            assertThatThrownBy(() -> store.licenses().find(new LicenseId(ISSUER, "lic_1")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot look up a license")
                    .hasMessageContaining("57014");
            assertThatThrownBy(() -> store.commit(change(license("lic_1")))).isInstanceOf(StoreException.class);
            other.rollback();
            assertThat(store.commit(change(license("lic_1")))).isEqualTo(1);
        }
    }

    /** A limit of the driver would cancel over a further connection, and wait for that for ten seconds. */
    @Test
    void timesOutOnPooledConnectionThatHangs() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), source.getPortNumbers()[0]));
                TestPool pool = new TestPool(Postgres.through(proxy, source));
                Store store = JdbcStore.on(pool, SETTINGS)) {
            LicenseId id = new LicenseId(ISSUER, "lic_1");
            assertThat(store.licenses().find(id)).isEmpty();
            proxy.hang();
            long start = System.nanoTime();
            assertThatThrownBy(() -> store.licenses().find(id)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.commit(change(license("lic_1")))).isInstanceOf(StoreException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            proxy.forward();
            assertThat(store.licenses().find(id)).isEmpty();
        }
    }

    @Test
    void timesOutHangingDataSource() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (TestPool pool = new TestPool(source);
                Store store = JdbcStore.on(new Waiting(pool, blocked, closed), SETTINGS)) {
            Waiting.waits = true;
            assertThatThrownBy(() -> store.licenses().find(new LicenseId(ISSUER, "lic_1")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("returned no connection within PT1S");
            Waiting.waits = false;
            blocked.countDown();
            closed.await();
            assertThat(store.feed().generation()).isZero();
        }
    }

    @Test
    void timesOutSilentServer() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            PGSimpleDataSource nowhere = new PGSimpleDataSource();
            nowhere.setServerNames(new String[] {mute.getInetAddress().getHostAddress()});
            nowhere.setPortNumbers(new int[] {mute.getLocalPort()});
            nowhere.setUser("postgres");
            nowhere.setLoginTimeout(2);
            assertThatThrownBy(() -> JdbcStore.on(nowhere, SETTINGS)).hasMessageContaining("cannot be opened");
        }
    }

    @Test
    void recoversFromLostServer() throws Exception {
        try (TestPool pool = new TestPool(source);
                Store store = JdbcStore.on(pool, SETTINGS)) {
            store.commit(change(license("lic_1")));
            Postgres.run(
                    source,
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                            + " and pid <> pg_backend_pid()");
            assertThatThrownBy(() -> store.commit(change(license("lic_2")))).isInstanceOf(StoreException.class);
            assertThat(store.commit(change(license("lic_2")))).isEqualTo(2);
        }
    }

    @Test
    void restoresStateOfConnections() throws Exception {
        try (Connection plain = source.getConnection()) {
            plain.setAutoCommit(false);
            plain.setNetworkTimeout(Runnable::run, 7_000);
            Single single = new Single(plain);
            try (Store store = JdbcStore.on(single, SETTINGS)) {
                store.commit(change(license("lic_1")));
                assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_1")))
                        .isPresent();
            }
            assertThat(plain.getAutoCommit()).isFalse();
            assertThat(plain.getNetworkTimeout()).isEqualTo(7_000);
        }
    }

    @Test
    void serializesChangesUnderAnyIsolation() throws Exception {
        source.setOptions("-c default_transaction_isolation=serializable");
        try (Store one = JdbcStore.on(source, SETTINGS);
                Store two = JdbcStore.on(source, SETTINGS)) {
            var threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<Long>> commits = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    String id = "lic_" + i;
                    Store node = i % 2 == 0 ? one : two;
                    commits.add(threads.submit(() -> node.commit(change(license(id)))));
                }
                List<Long> generations = new ArrayList<>();
                for (Future<Long> commit : commits) {
                    generations.add(commit.get());
                }
                assertThat(generations).doesNotHaveDuplicates().hasSize(40);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void messagesContainNoRowValues() {
        try (Store store = JdbcStore.on(source, SETTINGS)) {
            store.commit(change(license("lic_1")));
            assertThatThrownBy(() -> Postgres.run(
                            source, "insert into licensing_marks values ('secret-value'), ('secret-value')"))
                    .hasMessageContaining("secret-value");
            PostgresDatabase plain = PostgresDatabase.open(source, SETTINGS, Migrations.of("postgres"));
            assertThatThrownBy(() -> plain.write("mark", session -> {
                        session.update("insert into licensing_marks (name) values (?)", "secret-value");
                        return session.update("insert into licensing_marks (name) values (?)", "secret-value");
                    }))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("23505")
                    .hasMessageNotContaining("secret-value");
            plain.close();
        }
    }
}
