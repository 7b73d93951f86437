package io.github.licensing4j.core.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements on one connection. Converts instants to milliseconds and back. Not safe for use by many threads. */
final class Session {
    private final Connection connection;

    /** Work to run on a session. */
    interface Work<T> {
        T on(Session session) throws SQLException;
    }

    Session(Connection connection) {
        this.connection = connection;
    }

    <T> List<T> all(String sql, Row.Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        List<T> found = new ArrayList<>();
        each(sql, row -> found.add(reader.read(row)), arguments);
        return found;
    }

    /** Uses a row. */
    interface RowUse {
        void accept(Row row) throws SQLException;
    }

    /** Uses every row of a result. */
    void each(String sql, RowUse use, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            bind(statement, arguments);
            try (ResultSet results = statement.executeQuery()) {
                Row row = new Row(results);
                while (row.next()) {
                    use.accept(row);
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SQLDataException("a row is not in the written form: " + e.getMessage(), e);
        }
    }

    <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        return all(sql, reader, arguments).stream().findFirst();
    }

    /** Returns a row that always exists. */
    <T> T required(String sql, Row.Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        return first(sql, reader, arguments).orElseThrow(() -> new SQLDataException("a required row is missing"));
    }

    /** Returns a number from a row that always exists. */
    long number(String sql, @Nullable Object... arguments) throws SQLException {
        return required(sql, Row::number, arguments);
    }

    /** Runs an update and returns the number of changed rows. */
    int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    /**
     * Changes many rows at once. The number of changed rows is unknown, because a driver may combine the statements.
     */
    void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        boolean[] unused = updateAny(sql, rows);
    }

    /** Changes many rows at once, and returns which statements may have changed a row: all others have not. */
    boolean[] updateAny(String sql, List<@Nullable Object[]> rows) throws SQLException {
        boolean[] changed = new boolean[rows.size()];
        if (rows.isEmpty()) {
            return changed;
        }
        try (PreparedStatement statement = prepare(sql)) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                changed[i] = counts[i] != 0;
            }
            return changed;
        }
    }

    /** Runs updates and returns the number of rows changed by each. */
    int[] updateEach(String sql, List<@Nullable Object[]> rows) throws SQLException {
        int[] changed = new int[rows.size()];
        if (rows.isEmpty()) {
            return changed;
        }
        try (PreparedStatement statement = prepare(sql)) {
            for (int i = 0; i < changed.length; i++) {
                bind(statement, rows.get(i));
                changed[i] = statement.executeUpdate();
            }
            return changed;
        }
    }

    /** Runs a statement without arguments. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (argument instanceof String text) {
                statement.setString(i + 1, ColumnText.stored(text));
            } else if (argument instanceof Instant instant) {
                statement.setLong(i + 1, instant.toEpochMilli());
            } else {
                statement.setLong(i + 1, ((Number) argument).longValue());
            }
        }
    }
}
