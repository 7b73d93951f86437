package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.ChangeFeed;
import io.github.licensing4j.spi.StoreEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the feed of changes from a database. Changes of other processes call the listener where the database announces them. */
final class JdbcChangeFeed implements ChangeFeed {
    private static final Logger log = LoggerFactory.getLogger(JdbcChangeFeed.class);

    private final Database database;
    private final AtomicBoolean listens = new AtomicBoolean();
    private volatile Runnable listener = () -> {};
    private volatile Supplier<Push> push = () -> Push.NONE;

    JdbcChangeFeed(Database database) {
        this.database = database;
    }

    @Override
    public List<StoreEvent> since(long generation, int max) {
        return database.read("read its feed", session -> FeedTable.since(session, generation, max));
    }

    @Override
    public long generation() {
        return database.read("read its generation", session -> session.number(Sequences.GENERATION));
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
        if (listens.compareAndSet(false, true)) {
            push = database.listen(() -> listener.run());
        }
    }

    @Override
    public Push push() {
        return push.get();
    }

    /** Notifies the listener of a change that is stored, also if the listener fails. */
    void changed(long generation) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.debug("The listener failed for generation {}", generation, e);
        }
    }
}
