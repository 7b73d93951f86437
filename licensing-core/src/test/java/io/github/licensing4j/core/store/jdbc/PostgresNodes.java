package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The stores of nodes that share one schema of PostgreSQL. */
final class PostgresNodes implements AutoCloseable {
    private final TestPool source = new TestPool(Postgres.newSchema());
    private final List<Store> others = new ArrayList<>();

    Store open() {
        return JdbcStore.on(source, PostgresSettings.defaults());
    }

    /** Opens the store of another node, which {@link #close} closes. */
    Store other() {
        Store other = open();
        others.add(other);
        return other;
    }

    @Override
    public void close() throws SQLException {
        others.forEach(Store::close);
        source.close();
    }
}
