package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.WideSum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of a result, read column by column from the left. */
final class Row {
    private final ResultSet results;
    private int column;

    Row(ResultSet results) {
        this.results = results;
    }

    /** Converts a row. */
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    boolean next() throws SQLException {
        column = 0;
        return results.next();
    }

    String text() throws SQLException {
        String text = textOrNull();
        if (text == null) {
            throw new SQLException("column " + column + " is null");
        }
        return text;
    }

    @Nullable
    String textOrNull() throws SQLException {
        String text = results.getString(++column);
        return text == null ? null : ColumnText.read(text);
    }

    long number() throws SQLException {
        return results.getLong(++column);
    }

    /** Returns a sum of the two columns that {@link WideColumns#sum} adds up. */
    WideSum sum() throws SQLException {
        return WideSum.ofHalves(number(), number());
    }

    Instant instant() throws SQLException {
        return Instant.ofEpochMilli(number());
    }

    @Nullable
    Instant instantOrNull() throws SQLException {
        long millis = number();
        return results.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
