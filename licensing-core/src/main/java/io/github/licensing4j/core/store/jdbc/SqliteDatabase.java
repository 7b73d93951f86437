package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.ChangeFeed.Push;
import io.github.licensing4j.spi.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs statements on an SQLite file of this process: one connection writes, and a few read concurrently. A commit is on
 * disk before it returns.
 */
final class SqliteDatabase implements Database {
    private static final int READERS = 4;
    private static final long TIMEOUT_SECONDS = 5;
    private static final long LOOK_UP_PATIENCE_SECONDS = 1;

    private final DirectoryLock directory;
    private final SqliteFile file;
    private final SqliteFilesInUse inUse;
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private Connection writer;
    // True if a transaction may still be open because it could not be rolled back.
    private boolean suspect;
    private volatile boolean closed;

    private SqliteDatabase(DirectoryLock directory, SqliteFile file, Connection writer) throws SQLException {
        this.directory = directory;
        this.file = file;
        this.writer = writer;
        this.inUse = SqliteFilesInUse.of(file);
    }

    /**
     * Opens {@code licensing.db} in a directory; creates both if they are missing.
     *
     * @throws LicensingException if another process holds the directory, or the file is damaged or cannot be opened
     */
    static SqliteDatabase open(Path directory, Migrations migrations) {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            SqliteFile file = SqliteFile.in(lock.directory());
            try (Connection connection = file.connect(SqliteFile.Use.WRITE)) {
                migrations.run(connection);
            }
            return connected(lock, file);
        } catch (SQLException e) {
            lock.close();
            throw new LicensingException(
                    "the license store '" + lock.directory().resolve(SqliteFile.NAME)
                            + "' cannot be opened: " + e.getMessage()
                            + "; expected a database in licensing.store.data-dir, see docs/backup.md",
                    e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static SqliteDatabase connected(DirectoryLock lock, SqliteFile file) throws SQLException {
        Connection writer = file.connect(SqliteFile.Use.WRITE);
        try {
            SqliteDatabase database = new SqliteDatabase(lock, file, writer);
            database.connectReaders();
            return database;
        } catch (SQLException e) {
            writer.close();
            throw e;
        }
    }

    private void connectReaders() throws SQLException {
        for (int i = 0; i < READERS; i++) {
            readers.add(file.connect(SqliteFile.Use.READ));
        }
    }

    @Override
    public <T> T lookUp(String what, Session.Work<T> work) {
        return read(what, work, LOOK_UP_PATIENCE_SECONDS);
    }

    @Override
    public <T> T read(String what, Session.Work<T> work) {
        return read(what, work, TIMEOUT_SECONDS);
    }

    private <T> T read(String what, Session.Work<T> work, long patienceSeconds) {
        Connection connection = reader(what, patienceSeconds);
        try {
            inUse.requireInPlace();
            return work.on(new Session(connection));
        } catch (SQLException e) {
            throw failed(what, e);
        } finally {
            // close() waits here.
            readers.add(connection);
        }
    }

    private Connection reader(String what, long patienceSeconds) {
        try {
            Connection connection = closed ? null : readers.poll(patienceSeconds, TimeUnit.SECONDS);
            if (connection == null) {
                throw failed(what, new SQLException(closed ? "it is closed" : "every connection is in use"));
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(message(what, "the thread was interrupted"), e);
        }
    }

    @Override
    public <T> T writeForCall(String what, Session.Work<T> work) {
        return write(what, work);
    }

    @Override
    public <T> T write(String what, Session.Work<T> work) {
        startWriting(what);
        try {
            if (closed) {
                throw new SQLException("it is closed");
            }
            Session session = new Session(writer());
            // Locks now, not at the first write: reads before the write must not be outdated by another writer.
            session.run("begin immediate");
            return committed(session, work);
        } catch (SQLException e) {
            throw failed(what, e);
        } finally {
            writing.unlock();
        }
    }

    private void startWriting(String what) {
        try {
            if (!writing.tryLock(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw failed(what, new SQLException("others have been writing for " + TIMEOUT_SECONDS + " s"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(message(what, "the thread was interrupted"), e);
        }
    }

    private <T> T committed(Session session, Session.Work<T> work) throws SQLException {
        try {
            T result = work.on(session);
            inUse.requireInPlace();
            session.run("commit");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(session, e);
            throw e;
        }
    }

    /**
     * Keeps the first failure: on a full disk SQLite has already rolled back and reports that there is nothing to roll
     * back.
     */
    private void rollBack(Session session, Throwable failure) {
        try {
            session.run("rollback");
        } catch (SQLException e) {
            failure.addSuppressed(e);
            suspect = true;
        }
    }

    private Connection writer() throws SQLException {
        if (suspect) {
            // Before the old one is closed: SQLite removes the log with its last connection.
            Connection replaced = writer;
            writer = file.connect(SqliteFile.Use.WRITE);
            suspect = false;
            replaced.close();
        }
        return writer;
    }

    private StoreException failed(String what, SQLException cause) {
        return new StoreException(message(what, String.valueOf(cause.getMessage())), cause);
    }

    private String message(String what, String why) {
        return "the license store in '" + file.path() + "' cannot " + what + ": " + why;
    }

    @Override
    public boolean isOfThisProcess() {
        return true;
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public String forShare() {
        return "";
    }

    /** Does nothing: no other process can read the change. */
    @Override
    public void announce(Session session, long generation) {}

    @Override
    public Supplier<Push> listen(Runnable changed) {
        return () -> Push.NONE;
    }

    /** Waits for running reads and writes. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (int i = 0; i < READERS; i++) {
                Connection reader = readers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                if (reader != null) {
                    reader.close();
                }
            }
            writer.close();
        } catch (SQLException e) {
            throw failed("be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            directory.close();
            writing.unlock();
        }
    }
}
