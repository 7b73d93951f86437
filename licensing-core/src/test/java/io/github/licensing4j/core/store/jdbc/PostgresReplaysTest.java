package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.credential.replay.NodeReplays;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.LeaseTimeline;
import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.SharedReplayStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Nodes on one PostgreSQL. */
class PostgresReplaysTest extends SharedReplayStoreContract {
    private final PGSimpleDataSource source = Postgres.newSchema();
    private final List<JdbcStore> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(JdbcStore::close);
        nodes.clear();
    }

    /** Opens a node, which looks at the server first, as an engine does. */
    @Override
    protected ReplayStore node() {
        JdbcStore node = JdbcStore.on(source, PostgresSettings.defaults());
        nodes.add(node);
        LeaseTimeline unused = node.leases().timeline(new UsageSource("one", 1), new LeaseTimeline.Seen(0, 0));
        return node.replays().orElseThrow();
    }

    @Override
    protected ReplayStore otherNode() {
        return node();
    }

    @Override
    protected ReplayStore restarted() {
        close();
        return node();
    }

    @Override
    protected Optional<ReplayStore> bounded(int mostOfKey, int most) {
        return Optional.of(NodeReplays.of(node(), new InMemoryReplays(mostOfKey, most), clock));
    }

    private long rows() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from licensing_used_proofs")) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Returns the mark of a proof that may have been used already for so long. */
    private ReplayMark aged(String id, Duration age) {
        Instant now = clock.instant();
        return new ReplayMark("a", id, now.minus(age), now, now.plus(WINDOW));
    }

    @Test
    void removesRowsOfEndedMarks() throws SQLException {
        ReplayStore store = node();
        for (int i = 0; i < 20; i++) {
            assertThat(store.use(mark("a", "id-" + i))).isEqualTo(ReplayResult.FIRST);
        }
        store.expire(clock.instant().plus(WINDOW));
        assertThat(rows()).as("those that end now").isEqualTo(20);
        store.expire(clock.instant().plus(WINDOW).plusMillis(1));
        assertThat(rows()).isZero();
    }

    @Test
    void endsAtItsMillisecond() {
        ReplayStore store = node();
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.minusMillis(1));
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.REPLAYED);
        advance(Duration.ofMillis(1));
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.FIRST);
    }

    @Test
    void acceptsNothingOnServerThatNoNodeHasLookedAt() throws SQLException {
        ReplayStore store = node();
        Postgres.run(source, "update licensing_timeline set server = server - 1");
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(rows()).isZero();
        ReplayStore next = node();
        assertThat(next.use(aged("1", Duration.ofSeconds(60))))
                .as("older than the timeline")
                .isEqualTo(ReplayResult.UNKNOWN);
        assertThat(rows()).isZero();
    }

    @Test
    void acceptsProofsThatAreYoungerThanTheTimeline() throws SQLException {
        ReplayStore store = node();
        Postgres.run(
                source,
                "update licensing_timeline set number = 2, since = " + PostgresDatabase.NOW + " - 60000 where id = 1");
        assertThat(store.use(aged("1", Duration.ofSeconds(30)))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(aged("1", Duration.ofSeconds(30)))).isEqualTo(ReplayResult.REPLAYED);
        assertThat(store.use(aged("2", Duration.ofMinutes(5)))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(store.use(aged("1", Duration.ofMinutes(5)))).isEqualTo(ReplayResult.UNKNOWN);
    }

    @Test
    void storesDigestsOnly() throws SQLException {
        ReplayStore store = node();
        assertThat(store.use(mark("jkt:thumbprint", "digest"))).isEqualTo(ReplayResult.FIRST);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from licensing_used_proofs")) {
            assertThat(row.getMetaData().getColumnCount()).isEqualTo(3);
            assertThat(row.next()).isTrue();
            assertThat(row.getString("proof_key")).isEqualTo("jkt:thumbprint");
            assertThat(row.getString("id")).isEqualTo("digest");
            assertThat(row.getLong("until"))
                    .isEqualTo(clock.instant().plus(WINDOW).toEpochMilli());
        }
    }
}
