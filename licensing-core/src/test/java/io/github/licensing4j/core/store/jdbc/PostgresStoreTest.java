package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.StoreContract;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Runs the contract of license stores. */
class PostgresStoreTest extends StoreContract {
    private static Postgres database;
    private final List<Store> others = new ArrayList<>();
    private final TestPool source = new TestPool(schema());

    @BeforeAll
    static void makeDatabase() throws SQLException {
        database = Postgres.database();
    }

    private static DataSource schema() {
        try {
            return database.schema();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Store open() {
        return JdbcStore.on(source, PostgresSettings.defaults());
    }

    @Override
    public Store otherNode() {
        others.add(JdbcStore.on(source, PostgresSettings.defaults()));
        return others.get(others.size() - 1);
    }

    @AfterEach
    void closeOthers() throws Exception {
        others.forEach(Store::close);
        source.close();
    }
}
