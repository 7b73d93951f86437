package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies one table between two databases with the same schema, and compares what was stored with what was read. */
final class TableCopy {
    private static final int BATCH = 500;

    private final String table;
    private final List<String> columns;

    /** @param columns all columns of the table */
    TableCopy(String table, List<String> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
    }

    /**
     * Copies all rows, in place of those that the migration has inserted.
     *
     * @return the number of rows
     * @throws LicensingException if the target does not contain the same rows afterwards
     */
    long run(Connection from, Connection to) throws SQLException {
        try (Statement statement = to.createStatement()) {
            statement.execute("delete from " + table);
        }
        RowDigest read = copy(from, to);
        RowDigest stored = new RowDigest();
        scan(to, stored::add);
        if (!stored.isSameAs(read)) {
            throw new LicensingException("the rows of " + table + " differ after they were copied: " + read.rows()
                    + " were read, " + stored.rows() + " are stored");
        }
        return read.rows();
    }

    private RowDigest copy(Connection from, Connection to) throws SQLException {
        RowDigest digest = new RowDigest();
        String insert = "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        try (PreparedStatement statement = to.prepareStatement(insert)) {
            scan(from, row -> {
                digest.add(row);
                bind(statement, row);
                if (digest.rows() % BATCH == 0) {
                    statement.executeBatch();
                }
            });
            statement.executeBatch();
        }
        return digest;
    }

    private static void bind(PreparedStatement statement, List<@Nullable Object> row) throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof Number number) {
                statement.setLong(i + 1, number.longValue());
            } else {
                statement.setString(i + 1, value.toString());
            }
        }
        statement.addBatch();
    }

    /** Receives the values of a row, in the order of the columns. */
    @FunctionalInterface
    private interface Rows {
        void accept(List<@Nullable Object> row) throws SQLException;
    }

    private void scan(Connection connection, Rows rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Without it the driver of PostgreSQL reads all rows at once.
            statement.setFetchSize(BATCH);
            try (ResultSet results =
                    statement.executeQuery("select " + String.join(", ", columns) + " from " + table)) {
                while (results.next()) {
                    List<@Nullable Object> row = new ArrayList<>(columns.size());
                    for (int i = 1; i <= columns.size(); i++) {
                        row.add(results.getObject(i));
                    }
                    rows.accept(row);
                }
            }
        }
    }
}
