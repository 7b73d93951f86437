package io.github.licensing4j.tck;

import io.github.licensing4j.spi.Store;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens a store before each test and closes it afterwards. */
public abstract class OpenedStore implements StoreUnderTest {
    private @Nullable Store store;

    /** Opens an empty store. */
    protected abstract Store open();

    @BeforeEach
    final void start() {
        store = open();
    }

    @AfterEach
    final void stop() {
        store().close();
    }

    @Override
    public final Store store() {
        return Objects.requireNonNull(store, "no test is running");
    }
}
