package io.github.licensing4j.core.store.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of open connections, as the file system identifies them. A removed file stays usable through the
 * connections, but everything written to it is lost with the process. Safe for use by many threads.
 */
final class SqliteFilesInUse {
    private final List<InUse> files;

    private record InUse(Path path, Optional<Object> key) {}

    private SqliteFilesInUse(List<InUse> files) {
        this.files = files;
    }

    /** Returns the files as they are now, after they were opened. */
    static SqliteFilesInUse of(SqliteFile file) throws SQLException {
        try {
            return new SqliteFilesInUse(
                    List.of(new InUse(file.path(), key(file.path())), new InUse(file.wal(), key(file.wal()))));
        } catch (IOException e) {
            throw removed(file.path(), e);
        }
    }

    private static Optional<Object> key(Path path) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    /** @throws SQLException if one of them was removed or replaced */
    void requireInPlace() throws SQLException {
        for (InUse file : files) {
            try {
                if (!key(file.path).equals(file.key)) {
                    throw removed(file.path, null);
                }
            } catch (IOException e) {
                throw removed(file.path, e);
            }
        }
    }

    private static SQLException removed(Path path, @Nullable IOException cause) {
        return new SQLException(
                "'" + path + "' was removed or replaced while it was in use; stop this process, restore the file into"
                        + " licensing.store.data-dir and start again, see docs/backup.md",
                cause);
    }
}
