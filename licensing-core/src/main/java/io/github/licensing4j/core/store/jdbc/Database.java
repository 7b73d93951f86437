package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.ChangeFeed.Push;
import io.github.licensing4j.spi.StoreException;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Runs statements and hides the differences between databases. Safe for use by many threads.
 *
 * <p>Each method throws {@link StoreException} if the database fails or does not finish in bounded time.
 */
sealed interface Database extends AutoCloseable permits SqliteDatabase, PostgresDatabase {

    /** Reads while a call of the host waits for the result. PostgreSQL has the shorter time limit of look-ups for it. */
    <T> T lookUp(String what, Session.Work<T> work);

    /** Reads for management and background tasks, with the time limit of writes. */
    <T> T read(String what, Session.Work<T> work);

    /** Runs all work in one transaction, or none. */
    <T> T write(String what, Session.Work<T> work);

    /**
     * Runs all work in one transaction, or none, while a call of the host waits for the result. PostgreSQL has the
     * shorter time limit of look-ups for it.
     */
    <T> T writeForCall(String what, Session.Work<T> work);

    /** Returns whether no other process can write to it. */
    boolean isOfThisProcess();

    /** Returns the suffix of a select of a row that will be changed. */
    String forUpdate();

    /** Returns the suffix of a select of rows that must not change before the transaction ends. */
    String forShare();

    /** Announces a change to other processes when the transaction of a session is committed. */
    void announce(Session session, long generation) throws SQLException;

    /**
     * Calls a listener after each change that another process announces, on a thread of its own, until this is closed. Called
     * once.
     *
     * @return the present state of the announcements
     */
    Supplier<Push> listen(Runnable changed);

    @Override
    void close();
}
