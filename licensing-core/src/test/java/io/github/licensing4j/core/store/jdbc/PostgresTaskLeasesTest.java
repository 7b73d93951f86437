package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import io.github.licensing4j.tck.TaskLeasesContract;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL, in whose tests a row of a table is the clock of the database. */
class PostgresTaskLeasesTest extends TaskLeasesContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Database> nodes = new ArrayList<>();
    private final DataSource source = Postgres.newStoreSchema();
    private final Database time = database();

    PostgresTaskLeasesTest() throws SQLException {
        Postgres.run(source, "create table test_clock (millis bigint not null)");
        Postgres.run(source, "insert into test_clock values (" + clock.millis() + ")");
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(Database::close);
    }

    private Database database() {
        Database opened = PostgresDatabase.open(source, PostgresSettings.defaults(), Migrations.of("postgres"));
        nodes.add(opened);
        return opened;
    }

    @Override
    protected TaskLeases node() {
        return new Timed(new JdbcTaskLeases(database(), "(select millis from test_clock)"));
    }

    /** Sets the clock of the database before each call. */
    private final class Timed implements TaskLeases {
        private final TaskLeases leases;

        Timed(TaskLeases leases) {
            this.leases = leases;
        }

        private void setTime() {
            int unused = time.write(
                    "test",
                    session -> session.update(
                            "update test_clock set millis = ? where millis <> ?", clock.instant(), clock.instant()));
        }

        @Override
        public Optional<TaskLease> hold(String task, String holder, Duration validFor) {
            setTime();
            return leases.hold(task, holder, validFor);
        }

        @Override
        public void release(TaskLease lease) {
            setTime();
            leases.release(lease);
        }
    }

    @Test
    void leasesEndByClockOfDatabase() {
        try (Store store = JdbcStore.on(source, PostgresSettings.defaults())) {
            Instant until =
                    store.taskLeases().hold("send", "a", MINUTE).orElseThrow().until();
            long now = time.read("test", session -> session.number("select " + PostgresDatabase.NOW));
            assertThat(Instant.ofEpochMilli(now).plus(MINUTE)).isBetween(until, until.plusSeconds(30));
        }
    }
}
