package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.credential.replay.NodeReplays;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.tck.SharedReplayStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteReplaysTest extends SharedReplayStoreContract {
    @TempDir
    Path dir;

    private @Nullable JdbcStore opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private JdbcStore opened() {
        if (opened == null) {
            opened = JdbcStore.embedded(dir);
        }
        return opened;
    }

    @Override
    protected ReplayStore node() {
        return opened().replays().orElseThrow();
    }

    @Override
    protected ReplayStore otherNode() {
        return node();
    }

    @Override
    protected ReplayStore restarted() {
        close();
        opened = null;
        return node();
    }

    @Override
    protected Optional<ReplayStore> bounded(int mostOfKey, int most) {
        return Optional.of(NodeReplays.of(node(), new InMemoryReplays(mostOfKey, most), clock));
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
}
