package io.github.licensing4j.core.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Inserts rows into every table of an SQLite database, from the types of its columns. */
final class FilledTables {
    private static final int ROWS = 3;
    /** Tables whose only row is there already. */
    private static final Set<String> OF_ONE_ROW =
            Set.of("licensing_state", "licensing_ledger_state", "licensing_status_index");

    private FilledTables() {}

    static void fill(Connection sqlite) throws SQLException {
        for (String table :
                texts(sqlite, "select name from sqlite_master where type = 'table' and name like 'licensing%'")) {
            if (!OF_ONE_ROW.contains(table) && !StoreMove.NOT_MOVED.contains(table)) {
                for (int row = 1; row <= ROWS; row++) {
                    insert(sqlite, table, row);
                }
            }
        }
        try (Statement statement = sqlite.createStatement()) {
            statement.execute("update licensing_state set generation = 7, feed_entries = 8, audit_entries = 9");
            statement.execute("update licensing_ledger_state set names = 3, sources = 2");
            statement.execute("update licensing_usage set units = -8999999999999999999 where hour > 0");
            statement.execute("update licensing_status_index set unused = 17");
        }
    }

    private static void insert(Connection sqlite, String table, int row) throws SQLException {
        List<String> columns = columns(sqlite, table);
        List<String> types = texts(sqlite, "select type from pragma_table_info('" + table + "')");
        List<String> required = texts(sqlite, "select \"notnull\" or pk from pragma_table_info('" + table + "')");
        String insert = "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        try (PreparedStatement statement = sqlite.prepareStatement(insert)) {
            for (int i = 0; i < columns.size(); i++) {
                boolean isNull = row == 2 && required.get(i).equals("0");
                statement.setObject(i + 1, isNull ? null : value(types.get(i), row, i));
            }
            statement.executeUpdate();
        }
    }

    /** Returns a value that no other row of the table has in this column. */
    private static Object value(String type, int row, int column) {
        if (type.equalsIgnoreCase("text")) {
            return "ä'\\\n" + column + "-" + row;
        }
        return 1_000L * column + row;
    }

    static List<String> columns(Connection sqlite, String table) throws SQLException {
        return texts(sqlite, "select name from pragma_table_info('" + table + "')");
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (results.next()) {
                found.add(results.getString(1));
            }
            return found;
        }
    }
}
