package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.OpenedStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The stores of nodes that share one schema of PostgreSQL. */
abstract class PostgresNodes extends OpenedStore {
    private final TestPool source = new TestPool(Postgres.newStoreSchema());
    private final List<Store> others = new ArrayList<>();

    @Override
    protected Store open() {
        return JdbcStore.on(source, PostgresSettings.defaults());
    }

    @Override
    public Store otherNode() {
        Store other = open();
        others.add(other);
        return other;
    }

    @AfterEach
    void closeOthers() {
        others.forEach(Store::close);
        source.close();
    }
}
