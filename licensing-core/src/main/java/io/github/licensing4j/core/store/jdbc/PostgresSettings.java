package io.github.licensing4j.core.store.jdbc;

import java.time.Duration;

/**
 * How a shared database is used. Timeouts hold twice: for the DataSource to give a connection, and then for each statement;
 * the network may take half a second longer than the statement. What takes longer is a {@code StoreException}.
 *
 * @param tables who makes and changes the tables
 * @param timeout for management, whole seconds from 1
 * @param lookUpTimeout for a call that waits at the first sight of its license or key, whole seconds from 1
 */
public record PostgresSettings(Tables tables, Duration timeout, Duration lookUpTimeout) {

    /** Who makes and changes the tables. */
    public enum Tables {
        /** The library, at the start. */
        MIGRATED,
        /** The host, with the scripts from the jar; the start fails if they are of another version. */
        CHECKED
    }

    public PostgresSettings {
        if (timeout.toSeconds() < 1 || lookUpTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "timeouts are a second or more, got " + timeout + " and " + lookUpTimeout);
        }
    }

    /** The library migrates; 5 s for management, 1 s for look-ups. */
    public static PostgresSettings defaults() {
        return new PostgresSettings(Tables.MIGRATED, Duration.ofSeconds(5), Duration.ofSeconds(1));
    }

    /** The same, but for who makes and changes the tables. */
    public PostgresSettings tables(Tables tables) {
        return new PostgresSettings(tables, timeout, lookUpTimeout);
    }

    /** The same, but for how long a statement of management may take. */
    public PostgresSettings timeout(Duration timeout) {
        return new PostgresSettings(tables, timeout, lookUpTimeout);
    }
}
