package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.spi.ChangeFeed.Push;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Two engines that poll their database once a day, so that only its notifications can bring changes. */
class PushedChangesTest {
    @TempDir
    Path dir;

    private final PGSimpleDataSource source = Postgres.newStoreSchema();
    private volatile boolean refuses;

    private AdminFixture node(String name) throws IOException {
        Path own = Files.createDirectories(dir.resolve(name));
        KeyRing.open(dir.resolve("signing-keys.json"), new MovableClock("2026-01-01T00:00:00Z").instant());
        Files.copy(dir.resolve("signing-keys.json"), own.resolve("signing-keys.json"));
        AdminFixture node = new AdminFixture(
                own,
                JdbcStore.on(named(name), PostgresSettings.defaults()),
                options -> options.node(name).auditKey(AuditKey.at(dir.resolve("audit.key"))));
        await(() -> node.store.feed().push() == Push.CONNECTED, "push of " + name);
        return node;
    }

    /** Returns connections under the name of a node; listeners get none while they are refused. */
    private DataSource named(String name) {
        PGSimpleDataSource copy = new PGSimpleDataSource();
        copy.setUrl(source.getUrl());
        copy.setUser(source.getUser());
        copy.setPassword(source.getPassword());
        copy.setApplicationName(name);
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (refuses && Thread.currentThread().getName().equals("licensing-change-listener")) {
                        throw new SQLException("refused");
                    }
                    return method.invoke(copy, arguments);
                });
    }

    /** Cuts the listening connection of a node. */
    private void cut(String name) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '"
                                + name + "' and (query like 'listen %' or query = 'select 1')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(1);
        }
    }

    private static void await(BooleanSupplier condition, String what) {
        BlockingQueue<Object> never = new LinkedBlockingQueue<>();
        try {
            for (int i = 0; !condition.getAsBoolean(); i++) {
                assertThat(i).as(what).isLessThan(20_000);
                assertThat(never.poll(1, TimeUnit.MILLISECONDS)).isNull();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String licenses(AdminFixture node) {
        return node.engine.built.info().health().components().stream()
                .filter(component -> component.name().equals("licenses"))
                .map(Health.Component::detail)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void revocationReachesOtherNodeByPush() throws Exception {
        try (AdminFixture one = node("one");
                AdminFixture two = node("two")) {
            assertThat(licenses(two)).endsWith("changes are pushed");
            String license = one.bought("pro@1");
            String key = one.key(license);
            assertThat(two.call(key)).isEqualTo("granted");
            one.admin.licenses().suspend(license, BY);
            await(() -> two.call(key).equals("license-suspended"), "the suspension");
            two.admin.licenses().reinstate(license, BY);
            await(() -> one.call(key).equals("granted"), "the reinstatement");
        }
    }

    @Test
    void cutListenerPollsAndComesBack() throws Exception {
        try (AdminFixture one = node("one");
                AdminFixture two = node("two")) {
            String license = one.bought("pro@1");
            String key = one.key(license);
            assertThat(two.call(key)).isEqualTo("granted");
            refuses = true;
            cut("two");
            await(() -> two.store.feed().push() == Push.DISCONNECTED, "the cut");
            assertThat(licenses(two)).endsWith("changes are polled, as push is disconnected");
            one.admin.licenses().suspend(license, BY);
            two.tend();
            assertThat(two.call(key)).as("polled").isEqualTo("license-suspended");
            refuses = false;
            await(() -> two.store.feed().push() == Push.CONNECTED, "the listener");
            one.admin.licenses().reinstate(license, BY);
            await(() -> two.call(key).equals("granted"), "the reinstatement");
        }
    }

    @Test
    void readsWhatItMissedAfterCut() throws Exception {
        try (AdminFixture one = node("one");
                AdminFixture two = node("two")) {
            String license = one.bought("pro@1");
            String key = one.key(license);
            assertThat(two.call(key)).isEqualTo("granted");
            for (int i = 0; i < 3; i++) {
                cut("two");
                one.admin.licenses().suspend(license, BY);
                await(() -> two.call(key).equals("license-suspended"), "the suspension");
                one.admin.licenses().reinstate(license, BY);
                await(() -> two.call(key).equals("granted"), "the reinstatement");
                await(() -> two.store.feed().push() == Push.CONNECTED, "the listener");
            }
        }
    }
}
