package io.github.licensing4j.core.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The notifications that one connection receives. A separate class, because the driver is an optional dependency. */
final class Notifications implements AutoCloseable {
    /** The channel of the tables' schema, as channels are of a whole database. */
    static final String CHANNEL = "'licensing_' || md5(current_schema())";

    private static final int POLL_MILLIS = 500;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int POLLS_BEFORE_CHECK = 20;

    private final Connection connection;
    private final PGConnection notified;
    private final int networkTimeout;
    private int polls;

    private Notifications(Connection connection, PGConnection notified, int networkTimeout) {
        this.connection = connection;
        this.notified = notified;
        this.networkTimeout = networkTimeout;
    }

    /** Returns whether a connection can receive notifications. */
    static boolean isSupported(Connection connection) throws SQLException {
        try {
            return connection.isWrapperFor(PGConnection.class);
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }

    /** Starts to receive notifications. No transaction stays open. */
    static Notifications of(Connection connection) throws SQLException {
        PGConnection notified = connection.unwrap(PGConnection.class);
        Notifications notifications = new Notifications(connection, notified, connection.getNetworkTimeout());
        connection.setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            String channel;
            try (ResultSet row = statement.executeQuery("select " + CHANNEL)) {
                row.next();
                channel = row.getString(1);
            }
            statement.execute("listen " + channel);
        }
        return notifications;
    }

    /**
     * Waits at most half a second for notifications. About every 10 s it checks the connection, as one that was cut silently never
     * fails otherwise.
     */
    List<String> next() throws SQLException {
        if (++polls % POLLS_BEFORE_CHECK == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1");
            }
        }
        List<String> received = new ArrayList<>();
        for (PGNotification notification : notified.getNotifications(POLL_MILLIS)) {
            received.add(notification.getParameter());
        }
        return received;
    }

    /** Restores the connection, which the DataSource may lend to others. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("unlisten *");
            } finally {
                connection.setNetworkTimeout(Runnable::run, networkTimeout);
            }
        }
    }
}
