package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.NodeRecord;
import io.github.licensing4j.spi.NodeRegistry;
import io.github.licensing4j.tck.NodeRegistryContract;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** The registry of nodes in PostgreSQL, in whose tests a row of a table is the clock of the database. */
class PostgresNodeRegistryTest extends NodeRegistryContract {
    private final DataSource source = Postgres.newStoreSchema();
    private final Database database =
            PostgresDatabase.open(source, PostgresSettings.defaults(), Migrations.of("postgres"));

    PostgresNodeRegistryTest() throws SQLException {
        Postgres.run(source, "create table test_clock (millis bigint not null)");
        Postgres.run(source, "insert into test_clock values (0)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected NodeRegistry registry() {
        return new Timed(new JdbcNodeRegistry(database, "(select millis from test_clock)"));
    }

    /** Sets the clock of the database before each call. */
    private final class Timed implements NodeRegistry {
        private final NodeRegistry nodes;

        Timed(NodeRegistry nodes) {
            this.nodes = nodes;
        }

        private void setTime() {
            int unused = database.write(
                    "test", session -> session.update("update test_clock set millis = ?", clock.instant()));
        }

        @Override
        public Optional<NodeRecord> claim(NodeClaim claim) {
            setTime();
            return nodes.claim(claim);
        }

        @Override
        public Optional<NodeRecord> find(String name, Duration within) {
            setTime();
            return nodes.find(name, within);
        }

        @Override
        public void release(String name, String process) {
            setTime();
            nodes.release(name, process);
        }

        @Override
        public int live(Duration within) {
            setTime();
            return nodes.live(within);
        }
    }
}
