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
 * Borrows connections from the host's DataSource and returns them in their original state. The DataSource may block
 * without limit; its callers here do not: a separate thread requests the connection, and one that arrives too late is
 * returned at once.
 */
final class ConnectionSource implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionSource.class);
    private static final int THREADS = 16;
    private static final int MAX_WAITING = 1_000;

    private final DataSource source;
    private final ThreadPoolExecutor requests;

    ConnectionSource(DataSource source) {
        this.source = source;
        this.requests = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                    Thread thread = new Thread(work, "licensing-connections");
                    thread.setDaemon(true);
                    return thread;
                });
        requests.allowCoreThreadTimeOut(true);
    }

    /**
     * Borrows a connection until it is closed.
     *
     * @param patience how long to wait for the connection
     * @param timeout the limit of a statement at the server, to which half a second is added for the network; zero for none
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
        FutureTask<@Nullable Connection> request = new FutureTask<>(() -> connect(taken));
        try {
            requests.execute(request);
            return required(request.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            if (taken.compareAndSet(false, true)) {
                throw new SQLTimeoutException("the DataSource returned no connection within " + patience, e);
            }
            return late(request);
        } catch (RejectedExecutionException e) {
            throw new SQLTimeoutException(
                    MAX_WAITING + " requests are waiting for a connection of the DataSource, or it is closed", e);
        } catch (ExecutionException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            boolean gone = taken.compareAndSet(false, true);
            Thread.currentThread().interrupt();
            if (!gone) {
                release(late(request));
            }
            throw new SQLException("the thread was interrupted", e);
        }
    }

    /** Requests a connection, and returns it to the DataSource if its caller has stopped waiting meanwhile. */
    private @Nullable Connection connect(AtomicBoolean taken) throws SQLException {
        if (taken.get()) {
            return null;
        }
        Connection connection = source.getConnection();
        if (!taken.compareAndSet(false, true)) {
            release(connection);
        }
        return connection;
    }

    /** Returns a connection that arrived at the moment of the timeout. */
    private static Connection late(FutureTask<@Nullable Connection> request) throws SQLException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return required(request.get());
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

    private static Connection required(@Nullable Connection connection) throws SQLException {
        if (connection == null) {
            throw new SQLException("the DataSource returned no connection");
        }
        return connection;
    }

    private static void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("A connection cannot be returned", e);
        }
    }

    @Override
    public void close() {
        requests.shutdown();
    }

    /** A borrowed connection and its original state. */
    static final class BorrowedConnection implements AutoCloseable {
        private final Connection connection;
        private final boolean autoCommit;
        private final int networkTimeout;

        BorrowedConnection(Connection connection, Duration timeout) throws SQLException {
            this.connection = connection;
            this.autoCommit = connection.getAutoCommit();
            this.networkTimeout = connection.getNetworkTimeout();
            // Longer than the limit of a statement at the server, so that a slow server can report it.
            int millis = (int) timeout.toMillis();
            connection.setNetworkTimeout(Runnable::run, millis == 0 ? 0 : millis + 500);
        }

        Connection connection() {
            return connection;
        }

        Session session() {
            return new Session(connection);
        }

        @Override
        public void close() {
            try {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(autoCommit);
                    connection.setNetworkTimeout(Runnable::run, networkTimeout);
                }
            } catch (SQLException e) {
                log.debug("The state of a connection cannot be restored", e);
            } finally {
                release(connection);
            }
        }
    }
}
