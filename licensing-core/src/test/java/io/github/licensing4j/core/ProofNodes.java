package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.OutagePolicy.Replays;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share used proofs, closed after each test. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ProofNodes {
    @TempDir
    Path dir;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final BlockingQueue<Object> never = new LinkedBlockingQueue<>();

    @AfterEach
    final void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Closes something after the test, and after what is opened later. */
    final <T extends AutoCloseable> T closedLater(T one) {
        opened.push(one);
        return one;
    }

    final ProofNode node(String name, DataSource database, Replays policy) throws IOException {
        return closedLater(new ProofNode(dir, JdbcStore.on(database, PostgresSettings.defaults()), builder -> {
            builder.stored.node(name);
            return builder.replayOutage(policy);
        }));
    }

    final void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).isLessThan(3_000);
            assertThat(never.poll(10, TimeUnit.MILLISECONDS)).isNull();
        }
    }
}
