package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.StoreException;

/**
 * Where statements run, and all that differs from one database to the other. Safe for use by many threads.
 *
 * <p>Each method fails with {@link StoreException} when the database does not do it, and gives up in bounded time.
 */
sealed interface Database extends AutoCloseable permits SqliteDatabase, PostgresDatabase {

    /** Reads for a call that waits for it. */
    <T> T lookUp(String what, Session.Work<T> work);

    /** Reads for everybody else. */
    <T> T read(String what, Session.Work<T> work);

    /** Does all of it in one transaction, or nothing. */
    <T> T write(String what, Session.Work<T> work);

    /** Whether no other process can write to it. */
    boolean isOfThisProcess();

    /** What is put behind a select of a row that is going to be changed. */
    String forUpdate();

    /** Ends a select of rows that must not change before the transaction ends. */
    String forShare();

    @Override
    void close();
}
