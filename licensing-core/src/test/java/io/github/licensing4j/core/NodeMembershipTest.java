package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes with one node name on one database. */
class NodeMembershipTest {
    @TempDir
    Path dir;

    private final DataSource source = Postgres.newPooledSchema();
    private final JdbcStore store = open();
    private final Schedule schedule = new Schedule();

    @AfterEach
    void close() {
        schedule.close();
        store.close();
    }

    private JdbcStore open() {
        return JdbcStore.on(source, PostgresSettings.defaults());
    }

    /** Returns a process of node "blue" with a journal in a directory. */
    private NodeMembership process(String journal) {
        return new NodeMembership(store.nodes(), NodeIdentity.of("blue", store, journal(journal)), schedule);
    }

    private JournalSettings journal(String name) {
        return JournalSettings.in(dir.resolve(name));
    }

    private void beSilent() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("update licensing_nodes set seen_at = 0"))
                    .isPositive();
        }
    }

    @Test
    void refusesSecondProcessWithSameName() throws IOException {
        Path keys = Files.createDirectories(dir.resolve("one"));
        Path other = Files.createDirectories(dir.resolve("two"));
        try (AdminFixture one = AdminFixture.journaled(keys, open())) {
            assertThat(one.engine.built.info().health().components())
                    .filteredOn(component -> component.name().equals("node"))
                    .extracting(Health.Component::detail)
                    .containsExactly("'one', 1 live");
            Files.copy(keys.resolve("audit.key"), other.resolve("audit.key"));
            Files.copy(keys.resolve("signing-keys.json"), other.resolve("signing-keys.json"));
            assertThatThrownBy(() -> AdminFixture.journaled(other, open()))
                    .isInstanceOf(LicensingException.class)
                    .hasMessageContaining("another process has the node name 'one' in the license store: one/"
                            + ProcessHandle.current().pid())
                    .hasMessageContaining("Set licensing.store.node to another name");
        }
        AdminFixture.journaled(keys, open()).close();
    }

    @Test
    void takesNameOfKilledProcessByItsJournal() {
        process("journal").claim(journal("journal"));
        NodeMembership next = process("journal");
        next.requireFree(journal("journal"));
        next.claim(journal("journal"));
        assertThat(JournalNode.lastProcess(dir.resolve("journal")))
                .isEqualTo(store.nodes().find("blue", NodeMembership.SILENCE).map(found -> found.process()));
    }

    @Test
    void refusesNameWithAnotherJournal() throws SQLException {
        process("journal").claim(journal("journal"));
        NodeMembership other = process("elsewhere");
        assertThatThrownBy(() -> other.requireFree(journal("elsewhere"))).hasMessageContaining("'blue'");
        assertThatThrownBy(() -> other.claim(journal("elsewhere"))).hasMessageContaining("'blue'");
        beSilent();
        other.claim(journal("elsewhere"));
    }

    @Test
    void processThatLostItsNameShipsNothing() throws SQLException {
        NodeMembership paused = process("journal");
        paused.claim(journal("journal"));
        paused.requireOwn();
        beSilent();
        process("elsewhere").claim(journal("elsewhere"));
        paused.confirm();
        assertThatThrownBy(paused::requireOwn)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the node name 'blue' was taken over by blue/");
        assertThat(paused.health().status()).isEqualTo(Health.Status.DEGRADED);
        store.nodes()
                .claim(new NodeClaim("blue", "third", null, Duration.ZERO))
                .ifPresent(found -> assertThat(found).isNull());
        paused.confirm();
        assertThatThrownBy(paused::requireOwn).as("until a restart").isInstanceOf(StoreException.class);
    }

    @Test
    void countsLiveNodes() {
        NodeMembership blue = process("journal");
        blue.claim(journal("journal"));
        NodeMembership green =
                new NodeMembership(store.nodes(), NodeIdentity.of(null, store, journal("green")), schedule);
        green.claim(journal("green"));
        blue.confirm();
        assertThat(blue.live()).isEqualTo(2);
        green.close();
        blue.confirm();
        assertThat(blue.live()).isEqualTo(1);
    }

    @Test
    void keepsNameBesideJournal() {
        NodeIdentity unnamed = NodeIdentity.of(null, store, journal("journal"));
        String first = unnamed.name();
        new NodeMembership(store.nodes(), unnamed, schedule).claim(journal("journal"));
        assertThat(first).matches("local-[0-9a-f]{8}");
        assertThat(NodeIdentity.of(null, store, journal("journal")).name()).isEqualTo(first);
        assertThat(NodeIdentity.of(null, store, journal("another")).name()).isNotEqualTo(first);
        NodeIdentity renamed = NodeIdentity.of("blue", store, journal("journal"));
        assertThat(renamed.name()).isEqualTo("blue");
        assertThat(renamed.ledgerName()).isEqualTo(first);
    }
}
