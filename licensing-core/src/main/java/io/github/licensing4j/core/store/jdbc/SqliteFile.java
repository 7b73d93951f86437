package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The file of an SQLite database; only its owner can read and write it and the two files that SQLite keeps beside it.
 *
 * @param path its absolute path
 */
record SqliteFile(Path path) {
    static final String NAME = "licensing.db";
    private static final String DRIVER = "org.sqlite.JDBC";
    /** The value of SQLITE_OPEN_READONLY. */
    private static final String READ_ONLY = "1";

    /** The purpose of a connection. */
    enum Use {
        READ("pragma query_only = on"),
        /** Opens the file for reading only, so that nothing is changed, including its write-ahead log. */
        CHECK("pragma query_only = on"),
        /** Reads only, but writes the copy, which query_only does not permit. */
        COPY("pragma synchronous = full"),
        /** WAL, so that readers never wait; FULL, so that a commit is on disk when it returns. */
        WRITE("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");

        private final String settings;

        Use(String settings) {
            this.settings = settings;
        }
    }

    /** Returns the path of the write-ahead log. */
    Path wal() {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    /**
     * Returns the file in a directory, creating an empty one if there is none.
     *
     * @throws LicensingException if it is damaged or cannot be created
     */
    static SqliteFile in(Path directory) {
        Path path = directory.resolve(NAME);
        new SqliteCheck(new SqliteFile(path)).run();
        try {
            if (!Files.exists(path)) {
                Files.createFile(path);
            }
            OwnerOnlyFiles.restrict(path);
        } catch (IOException e) {
            throw new LicensingException(
                    "the license store '" + path + "' cannot be created or restricted to its owner", e);
        }
        return new SqliteFile(path);
    }

    /** @throws MissingDependencyException if the driver is missing */
    Connection connect(Use use) throws SQLException {
        Properties properties = new Properties();
        if (use == Use.CHECK) {
            properties.setProperty("open_mode", READ_ONLY);
        }
        Connection connection = driver().connect("jdbc:sqlite:" + path, properties);
        if (connection == null) {
            throw new SQLException("the driver " + DRIVER + " does not accept 'jdbc:sqlite:" + path + "'");
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
            // Loaded by name, because the driver is an optional dependency.
            return Class.forName(DRIVER)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new MissingDependencyException("org.xerial:sqlite-jdbc", e);
        } catch (ReflectiveOperationException e) {
            throw new LicensingException("the driver " + DRIVER + " cannot be created", e);
        }
    }
}
