package io.github.licensing4j.core;

import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Two nodes that share a schema of PostgreSQL and a clock. */
record NodePair(NodeFixture one, NodeFixture two) implements AutoCloseable {
    /** Starts both nodes with a catalog. */
    static NodePair start(Path dir, MovableClock clock, String catalog) {
        DataSource database = NodeFixture.schema();
        NodeFixture one = NodeFixture.node(dir.resolve("one"), clock, database).start(catalog);
        try {
            return new NodePair(
                    one, NodeFixture.node(dir.resolve("two"), clock, database).start(catalog));
        } catch (RuntimeException e) {
            one.close();
            throw e;
        }
    }

    @Override
    public void close() {
        two.close();
        one.close();
    }
}
