package io.github.licensing4j.core.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Copies the rows of the newest tables to those of an older version, in the columns that it has. */
final class OlderTables {
    private final Connection newest;
    private final Connection older;

    OlderTables(Connection newest, Connection older) {
        this.newest = newest;
        this.older = older;
    }

    void fill(List<String> tables, int version) throws SQLException {
        for (String table : tables) {
            run("delete from " + table);
            copy(table);
        }
        run("update licensing_state set version = " + version + " where id = 1");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = older.createStatement()) {
            statement.execute(sql);
        }
    }

    private void copy(String table) throws SQLException {
        List<String> columns = new ArrayList<>(columns(older, table));
        columns.retainAll(columns(newest, table));
        String names = String.join(", ", columns);
        String insert = "insert into " + table + " (" + names + ") values (?" + ", ?".repeat(columns.size() - 1) + ")";
        try (Statement select = newest.createStatement();
                ResultSet rows = select.executeQuery("select " + names + " from " + table);
                PreparedStatement row = older.prepareStatement(insert)) {
            while (rows.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    row.setObject(i, rows.getObject(i));
                }
                row.executeUpdate();
            }
        }
    }

    private static Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + table + " where 1 = 0")) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
