package io.github.licensing4j.core.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Borrows connections from the host and gives them back as they were. The host's DataSource may wait for as long as it
 * likes; who borrows here does not: a thread of its own asks, and what it gets too late goes back at once.
 */
final class ConnectionSource implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionSource.class);
    private static final int THREADS = 16;
    private static final int MAX_WAITING = 1_000;

    private final DataSource source;
    private final ThreadPoolExecutor asking;

    ConnectionSource(DataSource source) {
        this.source = source;
        this.asking = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                    Thread thread = new Thread(work, "licensing-connections");
                    thread.setDaemon(true);
                    return thread;
                });
        asking.allowCoreThreadTimeOut(true);
    }

    /**
     * A connection of the host, until it is closed.
     *
     * @param patience how long to wait for it
     * @param timeout how long each statement may take, and the network for an answer; zero for ever
     */
    BorrowedConnection lend(Duration patience, Duration timeout) throws SQLException {
        Connection connection = borrow(patience);
        try {
            return new BorrowedConnection(connection, timeout);
        } catch (SQLException | RuntimeException e) {
            release(connection);
            throw e;
        }
    }

    private Connection borrow(Duration patience) throws SQLException {
        AtomicBoolean taken = new AtomicBoolean();
        FutureTask<@Nullable Connection> asked = new FutureTask<>(() -> {
            if (taken.get()) {
                return null;
            }
            Connection connection = source.getConnection();
            if (!taken.compareAndSet(false, true)) {
                release(connection);
            }
            return connection;
        });
        try {
            asking.execute(asked);
            return given(asked.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            if (taken.compareAndSet(false, true)) {
                throw new SQLTimeoutException("the DataSource gave no connection within " + patience, e);
            }
            return late(asked);
        } catch (RejectedExecutionException e) {
            throw new SQLTimeoutException(
                    "the DataSource gives no connections to " + MAX_WAITING + " that wait, or it is closed", e);
        } catch (ExecutionException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            boolean gone = taken.compareAndSet(false, true);
            Thread.currentThread().interrupt();
            if (!gone) {
                release(late(asked));
            }
            throw new SQLException("the thread was interrupted", e);
        }
    }

    /** It came in the very moment in which it was given up. */
    private static Connection late(FutureTask<@Nullable Connection> asked) throws SQLException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return given(asked.get());
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failed(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SQLException failed(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof SQLException known
                ? known
                : new SQLException("the DataSource failed: " + cause.getMessage(), cause);
    }

    private static Connection given(@Nullable Connection connection) throws SQLException {
        if (connection == null) {
            throw new SQLException("the DataSource gave no connection");
        }
        return connection;
    }

    private static void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A connection cannot be given back", e);
        }
    }

    @Override
    public void close() {
        asking.shutdown();
    }

    /** A borrowed connection, and how it was. */
    static final class BorrowedConnection implements AutoCloseable {
        private final Connection connection;
        private final int seconds;
        private final boolean autoCommit;
        private final int networkTimeout;

        BorrowedConnection(Connection connection, Duration timeout) throws SQLException {
            this.connection = connection;
            this.seconds = (int) timeout.toSeconds();
            this.autoCommit = connection.getAutoCommit();
            this.networkTimeout = connection.getNetworkTimeout();
            // Later than the statement's own, so that a server that is merely slow can say so.
            connection.setNetworkTimeout(Runnable::run, seconds == 0 ? 0 : 1_000 * seconds + 500);
        }

        Connection connection() {
            return connection;
        }

        Session session() {
            return new Session(connection, seconds);
        }

        @Override
        public void close() {
            try {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(autoCommit);
                    connection.setNetworkTimeout(Runnable::run, networkTimeout);
                }
            } catch (SQLException e) {
                log.debug("A connection cannot be given back as it was", e);
            } finally {
                release(connection);
            }
        }
    }
}
