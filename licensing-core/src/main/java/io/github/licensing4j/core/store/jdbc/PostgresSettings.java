package io.github.licensing4j.core.store.jdbc;

import java.time.Duration;

/**
 * The settings of a shared database. Timeouts apply twice: to getting a connection from the DataSource, and then to
 * each statement; the network may take half a second longer than the statement. Exceeding them throws a {@code
 * StoreException}.
 *
 * @param tables who creates and changes the tables
 * @param timeout the limit for management, whole seconds from 1
 * @param lookUpTimeout the limit for a call that loads its license or key, whole seconds from 1
 */
public record PostgresSettings(Tables tables, Duration timeout, Duration lookUpTimeout) {

    /** The party that creates and changes the tables. */
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

    /** Returns settings with migration by the library, 5 s for management and 1 s for look-ups. */
    public static PostgresSettings defaults() {
        return new PostgresSettings(Tables.MIGRATED, Duration.ofSeconds(5), Duration.ofSeconds(1));
    }

    /** Returns these settings with another responsibility for the tables. */
    public PostgresSettings tables(Tables tables) {
        return new PostgresSettings(tables, timeout, lookUpTimeout);
    }

    /** Returns these settings with another timeout of management. */
    public PostgresSettings timeout(Duration timeout) {
        return new PostgresSettings(tables, timeout, lookUpTimeout);
    }
}
