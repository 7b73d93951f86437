package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.store.jdbc.PostgresSettings.Tables;
import io.github.licensing4j.spi.ChangeFeed.Push;
import io.github.licensing4j.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on the host's PostgreSQL, in the first schema of its search path. A connection is borrowed for each
 * piece of work.
 */
final class PostgresDatabase implements Database {
    /** The milliseconds since 1970 by the clock of the database, the same in every session. */
    static final String NOW = "cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)";

    private static final int ATTEMPTS = 5;
    /** States of a transaction that could not be serialized or was part of a deadlock. */
    private static final Set<String> GIVEN_UP = Set.of("40001", "40P01");

    private static final String ANNOUNCE = "select pg_notify(" + Notifications.CHANNEL + ", ?)";

    private final DataSource source;
    private final ConnectionSource connectionSource;
    private final PostgresSettings settings;
    private final String own = UUID.randomUUID().toString();
    private volatile @Nullable ChangeListener listener;

    private PostgresDatabase(DataSource source, PostgresSettings settings) {
        this.source = source;
        this.connectionSource = new ConnectionSource(source);
        this.settings = settings;
    }

    /** @throws LicensingException if the database is unavailable, or its tables have another version */
    static PostgresDatabase open(DataSource source, PostgresSettings settings, Migrations migrations) {
        PostgresDatabase database = new PostgresDatabase(source, settings);
        try {
            database.prepare(migrations);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void prepare(Migrations migrations) {
        // Scripts have no time limit.
        try (ConnectionSource.BorrowedConnection borrowedConnection =
                connectionSource.lend(settings.timeout(), Duration.ZERO)) {
            borrowedConnection.connection().setAutoCommit(true);
            if (settings.tables() == Tables.MIGRATED) {
                migrations.run(borrowedConnection.connection());
            } else {
                migrations.check(borrowedConnection.connection());
            }
        } catch (SQLException e) {
            throw new LicensingException("the license store cannot be opened: " + firstLine(e), e);
        }
    }

    @Override
    public <T> T lookUp(String what, Session.Work<T> work) {
        return read(what, work, settings.lookUpTimeout());
    }

    @Override
    public <T> T read(String what, Session.Work<T> work) {
        return read(what, work, settings.timeout());
    }

    private <T> T read(String what, Session.Work<T> work, Duration timeout) {
        try {
            return attempt(work, timeout);
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    /** Retries a few times if the database gave it up in favor of another transaction. */
    @Override
    public <T> T write(String what, Session.Work<T> work) {
        return write(what, work, settings.timeout());
    }

    @Override
    public <T> T writeForCall(String what, Session.Work<T> work) {
        return write(what, work, settings.lookUpTimeout());
    }

    private <T> T write(String what, Session.Work<T> work, Duration timeout) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work, timeout);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !GIVEN_UP.contains(String.valueOf(e.getSQLState()))) {
                    throw failed(what, e);
                }
            }
        }
    }

    /**
     * Runs work in a transaction that the server limits. A limit of the driver is none: it cancels over a further connection, and
     * waits for that for ten seconds where the server does not answer.
     */
    private <T> T attempt(Session.Work<T> work, Duration timeout) throws SQLException {
        try (ConnectionSource.BorrowedConnection borrowedConnection = connectionSource.lend(timeout, timeout)) {
            Connection connection = borrowedConnection.connection();
            connection.setAutoCommit(false);
            try {
                Session session = borrowedConnection.session();
                // Commits wait for each other on one row, and must then see the commit before.
                session.run("set transaction isolation level read committed; set local statement_timeout = "
                        + timeout.toMillis());
                T result = work.on(session);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Returns only the first line, because PostgreSQL adds values of rows in further lines. */
    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static StoreException failed(String what, SQLException cause) {
        String state = cause.getSQLState() == null ? "" : " (SQL state " + cause.getSQLState() + ")";
        return new StoreException("the license store cannot " + what + ": " + firstLine(cause) + state, cause);
    }

    @Override
    public boolean isOfThisProcess() {
        return false;
    }

    @Override
    public String forUpdate() {
        return " for update";
    }

    @Override
    public String forShare() {
        return " for share";
    }

    /** The text is the generation, and this process, which ignores it. */
    @Override
    public void announce(Session session, long generation) throws SQLException {
        session.required(ANNOUNCE, row -> generation, generation + " " + own);
    }

    @Override
    public Supplier<Push> listen(Runnable changed) {
        ChangeListener started = ChangeListener.start(source, own, changed);
        listener = started;
        return started::push;
    }

    @Override
    public void close() {
        ChangeListener started = listener;
        if (started != null) {
            started.close();
        }
        connectionSource.close();
    }
}
