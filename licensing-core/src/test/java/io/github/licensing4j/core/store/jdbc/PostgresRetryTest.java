package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Tests that a transaction that the database gives up in favor of another is retried a few times. */
@Timeout(60)
class PostgresRetryTest {
    private final PGSimpleDataSource source = Postgres.newStoreSchema();

    private PostgresDatabase open() {
        return PostgresDatabase.open(source, PostgresSettings.defaults(), Migrations.of("postgres"));
    }

    @Test
    void retriesSerializationFailure() {
        try (PostgresDatabase database = open()) {
            for (String state : List.of("40001", "40P01")) {
                AtomicInteger attempts = new AtomicInteger();
                int changed = database.write("test", session -> {
                    int rows = session.update("insert into licensing_marks (name) values (?)", state);
                    if (attempts.incrementAndGet() < 5) {
                        throw new SQLException("planted", state);
                    }
                    return rows;
                });
                assertThat(changed).isEqualTo(1);
                assertThat(attempts).hasValue(5);
            }
            assertThat(database.<Long>read("test", session -> session.number("select count(*) from licensing_marks")))
                    .isEqualTo(2);
        }
    }

    @Test
    void failsAfterRetriesAndAtOnceOtherwise() {
        try (PostgresDatabase database = open()) {
            for (String state : List.of("40001", "23505")) {
                AtomicInteger attempts = new AtomicInteger();
                assertThatThrownBy(() -> database.write("test", session -> {
                            attempts.incrementAndGet();
                            throw new SQLException("planted", state);
                        }))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("planted (SQL state " + state + ")");
                assertThat(attempts).hasValue(state.equals("40001") ? 5 : 1);
            }
        }
    }

    private static void lock(Session session, String name) throws SQLException {
        session.all("select name from licensing_marks where name = ? for update", Row::text, name);
    }

    @Test
    void deadlockedTransactionsBothSucceed() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try (PostgresDatabase database = open()) {
            int made = database.write(
                    "test", session -> session.update("insert into licensing_marks (name) values ('a'), ('b')"));
            assertThat(made).isEqualTo(2);
            CyclicBarrier both = new CyclicBarrier(2);
            AtomicInteger attempts = new AtomicInteger();
            List<Future<Boolean>> running = new ArrayList<>();
            for (String order : List.of("ab", "ba")) {
                running.add(threads.submit(() -> database.write("test", session -> {
                    lock(session, order.substring(0, 1));
                    if (attempts.incrementAndGet() <= 2) {
                        await(both);
                    }
                    lock(session, order.substring(1));
                    return true;
                })));
            }
            for (Future<Boolean> one : running) {
                assertThat(one.get()).isTrue();
            }
            assertThat(attempts).hasValueGreaterThan(2);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier both) throws SQLException {
        try {
            both.await();
        } catch (Exception e) {
            throw new SQLException("the other is not there", e);
        }
    }

    @Test
    void toleratesDriverThatCombinesBatches() {
        source.setReWriteBatchedInserts(true);
        try (Store store = JdbcStore.on(source, PostgresSettings.defaults())) {
            UsageLedger ledger = store.usage();
            for (int i = 0; i < 3; i++) {
                assertThat(ledger.commit(
                                batch(NODE, i, i + 1, row(HOUR, 1), row(HOUR, 2), row(HOUR.plusSeconds(3600), 4))))
                        .isTrue();
            }
            assertThat(ledger.usage(all()).items().get(0).units()).isEqualTo(21);
            assertThat(ledger.exports().createEvents("x", HOUR.plusSeconds(7200), HOUR, 10))
                    .isEqualTo(2);
            store.commit(change(license("lic_1"), license("lic_2")));
        }
    }
}
