package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The file of an SQLite database, readable and writable by its owner alone, as are the two that SQLite keeps beside it.
 *
 * @param path where it is, absolute
 */
record SqliteFile(Path path) {
    static final String NAME = "licensing.db";
    private static final String DRIVER = "org.sqlite.JDBC";
    /** As SQLITE_OPEN_READONLY. */
    private static final String READ_ONLY = "1";

    /** What a connection is for. */
    enum Use {
        READ("pragma query_only = on"),
        /** Opens the file for reading alone, so that nothing is changed, its write-ahead log included. */
        CHECK("pragma query_only = on"),
        /** Reads alone, but writes the copy, for which query_only is too strict. */
        COPY("pragma synchronous = full"),
        /** WAL, so that readers never wait; FULL, so that a commit is on the disk when it returns. */
        WRITE("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");

        private final String settings;

        Use(String settings) {
            this.settings = settings;
        }
    }

    /** The write-ahead log beside it. */
    Path wal() {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    /**
     * The file in a directory; an empty one is made where there is none.
     *
     * @throws LicensingException if it is damaged, or cannot be made
     */
    static SqliteFile in(Path directory) {
        Path path = directory.resolve(NAME);
        new SqliteCheck(new SqliteFile(path)).run();
        try {
            if (!Files.exists(path)) {
                Files.createFile(path);
            }
            if (DirectoryLock.isPosix(path)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new LicensingException("the license store '" + path + "' cannot be made or closed to others", e);
        }
        return new SqliteFile(path);
    }

    /** @throws MissingDependencyException if the driver is not there */
    Connection connect(Use use) throws SQLException {
        Properties properties = new Properties();
        if (use == Use.CHECK) {
            properties.setProperty("open_mode", READ_ONLY);
        }
        Connection connection = driver().connect("jdbc:sqlite:" + path, properties);
        if (connection == null) {
            throw new SQLException("the driver " + DRIVER + " does not take 'jdbc:sqlite:" + path + "'");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 5000");
            for (String setting : use.settings.split("; ", -1)) {
                statement.execute(setting);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Driver driver() {
        try {
            // By name: the driver is there only where somebody wants it.
            return Class.forName(DRIVER)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new MissingDependencyException("org.xerial:sqlite-jdbc", e);
        } catch (ReflectiveOperationException e) {
            throw new LicensingException("the driver " + DRIVER + " cannot be made", e);
        }
    }
}
