package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * Rejects a damaged database file before it is opened for writing. SQLite itself deletes the write-ahead log of an
 * empty file, and reads missing pages at the end of a file as zeros while there is a write-ahead log.
 *
 * @param file the database, which may be absent
 */
record SqliteCheck(SqliteFile file) {
    /** Up to this size every page is checked at each start, which takes some 100 ms at most. */
    private static final long QUICK = 32L << 20;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE_SIZE_AT = 16;
    private static final int CHANGES_AT = 24;
    private static final int PAGES_AT = 28;
    private static final int PAGES_VALID_FOR_AT = 92;

    /** @throws LicensingException if the file is damaged; nothing was changed */
    void run() {
        try {
            long size = sizeOf(file.path());
            long log = sizeOf(file.wal());
            if (size > 0) {
                check(size, log);
            } else if (log > 0) {
                throw damaged("it is " + (Files.exists(file.path()) ? "empty" : "missing") + ", but '" + file.wal()
                        + "' beside it has " + log + " bytes of its changes");
            }
        } catch (IOException e) {
            throw new LicensingException(
                    "the license store '" + file.path()
                            + "' cannot be read; expected a file in licensing.store.data-dir"
                            + " that this process may read and write",
                    e);
        }
    }

    private static long sizeOf(Path path) throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    private void check(long size, long log) throws IOException {
        byte[] header = header();
        if (header.length < HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length))) {
            throw damaged("it is not a database, expected one that begins with 'SQLite format 3'");
        }
        long expected = expectedSize(ByteBuffer.wrap(header));
        boolean isShort = size < expected;
        if (isShort && log == 0) {
            throw damaged("it has " + size + " bytes, expected " + expected);
        }
        // With a write-ahead log, the process may have been killed while a checkpoint was writing its pages to the
        // file.
        if (isShort || size <= QUICK) {
            checkPages();
        }
    }

    private byte[] header() throws IOException {
        try (InputStream in = Files.newInputStream(file.path())) {
            return in.readNBytes(HEADER);
        }
    }

    /** Returns the size in the header, 0 if the file was written by a version of SQLite that did not store it. */
    private static long expectedSize(ByteBuffer header) {
        if (header.getInt(CHANGES_AT) != header.getInt(PAGES_VALID_FOR_AT)) {
            return 0;
        }
        int pageSize = Short.toUnsignedInt(header.getShort(PAGE_SIZE_AT));
        return Integer.toUnsignedLong(header.getInt(PAGES_AT)) * (pageSize == 1 ? 1 << 16 : pageSize);
    }

    private void checkPages() {
        try (Connection connection = file.connect(SqliteFile.Use.CHECK);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma quick_check(1)")) {
            String found = result.next() ? result.getString(1) : "nothing";
            if (!"ok".equals(found)) {
                throw damaged(found.replace('\n', ' '));
            }
        } catch (SQLException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    private LicensingException damaged(String what) {
        return new LicensingException(message(what));
    }

    private LicensingException damaged(String what, SQLException cause) {
        return new LicensingException(message(what), cause);
    }

    private String message(String what) {
        return "the license store '" + file.path() + "' is damaged: " + what
                + ". Nothing was changed. Restore the database"
                + " together with its -wal file from a backup into licensing.store.data-dir, see docs/backup.md";
    }
}
