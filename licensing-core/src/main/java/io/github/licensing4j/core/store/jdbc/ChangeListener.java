package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.ChangeFeed.Push;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the changes that other processes announce, on a connection of its own. A lost connection is replaced after a
 * growing pause of at most 10 s. The callback runs on a thread of its own, so that it never blocks the listening one.
 */
final class ChangeListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangeListener.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int IDLE_SECONDS = 10;

    private final DataSource source;
    private final String own;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ThreadPoolExecutor callbacks;
    private volatile Push push = Push.DISCONNECTED;
    /** The number of connections so far, used by the listening thread only. */
    private int connections;

    /**
     * Creates a listener and starts it.
     *
     * @param own the name of this process in notifications, whose own ones are ignored
     * @param changed is called after another process has announced a change, or may have
     */
    static ChangeListener start(DataSource source, String own, Runnable changed) {
        ChangeListener listener = new ChangeListener(source, own, changed);
        thread(listener::run, "licensing-change-listener").start();
        return listener;
    }

    private ChangeListener(DataSource source, String own, Runnable changed) {
        this.source = source;
        this.own = own;
        this.changed = changed;
        // One that runs and one that waits: further ones would read nothing more.
        this.callbacks = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                work -> thread(work, "licensing-changes"),
                new ThreadPoolExecutor.DiscardPolicy());
        callbacks.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    Push push() {
        return push;
    }

    private void run() {
        long pause = FIRST_PAUSE.toMillis();
        try {
            do {
                boolean wasConnected = listen();
                pause = wasConnected ? FIRST_PAUSE.toMillis() : Math.min(2 * pause, LONGEST_PAUSE.toMillis());
            } while (push != Push.NONE && !closed.await(pause, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens until the connection is lost or this is closed. Returns whether there was a connection. */
    private boolean listen() {
        try (Connection connection = source.getConnection()) {
            if (!Notifications.isSupported(connection)) {
                push = Push.NONE;
                log.warn(
                        "The DataSource's connections are no PostgreSQL connections; changes of other nodes are polled");
                return false;
            }
            try (Notifications notifications = Notifications.of(connection)) {
                push = Push.CONNECTED;
                if (connections++ > 0) {
                    log.info("Changes of other nodes are pushed again");
                    callbacks.execute(this::call);
                }
                receive(notifications);
            }
        } catch (SQLException | RuntimeException | Error e) {
            // An error as well: a thread that ended would leave health saying that changes are pushed.
            if (push == Push.CONNECTED) {
                log.warn("Changes of other nodes are polled until the database is connected again: {}", e.getMessage());
            }
        }
        boolean wasConnected = push == Push.CONNECTED;
        push = push == Push.NONE ? Push.NONE : Push.DISCONNECTED;
        return wasConnected;
    }

    private void receive(Notifications notifications) throws SQLException {
        while (closed.getCount() > 0) {
            List<String> received = notifications.next();
            if (received.stream().anyMatch(text -> !text.endsWith(" " + own))) {
                callbacks.execute(this::call);
            }
        }
    }

    private void call() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            log.debug("A change of another node cannot be read now", e);
        }
    }

    /** Ends the listening thread soon, without waiting for it. */
    @Override
    public void close() {
        closed.countDown();
        callbacks.shutdown();
    }
}
