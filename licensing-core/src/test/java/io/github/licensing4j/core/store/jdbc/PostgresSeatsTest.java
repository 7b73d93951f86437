package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.Term;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.spi.SeatResult.Held;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.tck.SeatStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Nodes on one PostgreSQL. */
class PostgresSeatsTest extends SeatStoreContract {
    private final PGSimpleDataSource source = Postgres.newSchema();
    private final List<JdbcStore> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(JdbcStore::close);
    }

    @Override
    protected SeatStore node() {
        PostgresSettings patient =
                new PostgresSettings(PostgresSettings.Tables.MIGRATED, Duration.ofSeconds(10), Duration.ofSeconds(10));
        JdbcStore node = JdbcStore.on(source, patient);
        nodes.add(node);
        return node.seats().orElseThrow();
    }

    private long rows() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from licensing_seats")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Test
    void removesHoldersThatNeedNotBeRemembered() throws SQLException {
        SeatStore store = node();
        Instant now = clock.instant();
        Term term = new Term(now.plusSeconds(60), now.plusSeconds(3600));
        SeatClaim claim = new SeatClaim(USERS, "ann", 1, Use.TAKE, term, null);
        assertThat(store.take(LICENSE, List.of(claim), now)).isInstanceOf(Held.class);
        nodes.get(0).expire(now.plusSeconds(3600));
        assertThat(rows()).isEqualTo(1);
        nodes.get(0).expire(now.plusSeconds(3600).plusMillis(1));
        assertThat(rows()).isZero();
    }
}
