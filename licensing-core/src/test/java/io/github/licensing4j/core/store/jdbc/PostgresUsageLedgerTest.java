package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.UsageLedgerContract;
import io.github.licensing4j.spi.Store;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

/** Runs the contract of usage ledgers. */
class PostgresUsageLedgerTest extends UsageLedgerContract {
    private final PostgresNodes nodes = new PostgresNodes();

    @Override
    protected Store open() {
        return nodes.open();
    }

    @Override
    protected Store otherNode() {
        return nodes.other();
    }

    @AfterEach
    void closeOthers() throws SQLException {
        nodes.close();
    }
}
