package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.tck.SeatStoreContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSeatsTest extends SeatStoreContract {
    @TempDir
    Path dir;

    private @Nullable JdbcStore opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    protected SeatStore node() {
        if (opened == null) {
            opened = JdbcStore.embedded(dir);
        }
        return opened.seats().orElseThrow();
    }

    @Override
    protected void expire(Instant before) {
        Objects.requireNonNull(opened).expire(before);
    }
}
