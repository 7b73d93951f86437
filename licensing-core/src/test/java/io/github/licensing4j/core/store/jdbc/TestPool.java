package io.github.licensing4j.core.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;

/** A minimal pool: a closed connection is reused by the next caller without restoring its state. It can be used after its close. */
public final class TestPool extends PlainDataSource implements AutoCloseable {
    private final DataSource source;
    private final Deque<Connection> idle = new ArrayDeque<>();

    public TestPool(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection;
        synchronized (idle) {
            connection = idle.poll();
        }
        return lent(connection == null ? source.getConnection() : connection);
    }

    private Connection lent(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                TestPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        release(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void release(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            if (!connection.getAutoCommit() || connection.getNetworkTimeout() != 0) {
                throw new AssertionError("a connection was not returned in its original state");
            }
            synchronized (idle) {
                idle.push(connection);
            }
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            for (Connection connection : idle) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
            idle.clear();
        }
    }
}
