package io.github.licensing4j.core.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** A DataSource that blocks until the test releases it, and signals when its connections are returned. */
final class Waiting extends PlainDataSource {
    static volatile boolean waits;

    private final DataSource source;
    private final CountDownLatch until;
    private final CountDownLatch closed;

    Waiting(DataSource source, CountDownLatch until, CountDownLatch closed) {
        this.source = source;
        this.until = until;
        this.closed = closed;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!waits) {
            return source.getConnection();
        }
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
        Connection late = source.getConnection();
        return (Connection) Proxy.newProxyInstance(
                Waiting.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(late, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("close")) {
                            closed.countDown();
                        }
                    }
                });
    }
}
