package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.QuotaLeasesContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

/** Runs the contract of quota leases. */
class PostgresQuotaLeasesTest extends QuotaLeasesContract {
    private final PostgresNodes nodes = new PostgresNodes();

    @Override
    protected Store open() {
        return nodes.open();
    }

    @Override
    public Store otherNode() {
        return nodes.other();
    }

    @AfterEach
    void closeOthers() throws SQLException {
        nodes.close();
    }
}
