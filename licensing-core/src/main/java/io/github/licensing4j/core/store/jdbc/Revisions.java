package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores records with revisions in one table: inserts the first revision and replaces it with each further one.
 *
 * @param kind the kind of a conflict
 * @param insert inserts a first revision
 * @param update replaces the revision before
 */
record Revisions(Kind kind, String insert, String update) {

    /**
     * Makes the statements from the names of columns, separated by commas.
     *
     * @param identity columns that identify a record
     * @param changing columns of every revision, among them {@code revision}
     */
    static Revisions of(Kind kind, String table, String identity, String changing) {
        return of(kind, table, new Columns(identity, "", changing));
    }

    static Revisions of(Kind kind, String table, Columns columns) {
        return new Revisions(kind, columns.insertInto(table), columns.update(table));
    }

    /**
     * The names of columns, separated by commas.
     *
     * @param fixed columns of the first revision only
     */
    record Columns(String identity, String fixed, String changing) {
        private String insertInto(String table) {
            String names = Stream.of(identity, fixed, changing)
                    .filter(some -> !some.isEmpty())
                    .collect(Collectors.joining(", "));
            return "insert into " + table + " (" + names + ") values (" + names.replaceAll("\\w+", "?")
                    + ") on conflict do nothing";
        }

        private String update(String table) {
            return "update " + table + " set " + changing.replace(",", " = ?,") + " = ? where "
                    + identity.replace(",", " = ? and") + " = ? and revision = ?";
        }
    }

    /**
     * The values of one record, in the order of the columns.
     *
     * @param id identifies the record in a conflict
     * @param number 1 for the first revision
     */
    record Revision(
            String id,
            long number,
            List<@Nullable Object> identity,
            List<@Nullable Object> fixed,
            List<@Nullable Object> changing) {
        Revision(String id, long number, List<@Nullable Object> identity, List<@Nullable Object> changing) {
            this(id, number, identity, List.of(), changing);
        }

        private boolean isFirst() {
            return number == 1;
        }

        private @Nullable Object[] inserted() {
            List<@Nullable Object> columns = new ArrayList<>(identity);
            columns.addAll(fixed);
            columns.addAll(changing);
            return columns.toArray();
        }

        private @Nullable Object[] updated() {
            List<@Nullable Object> columns = new ArrayList<>(changing);
            columns.addAll(identity);
            columns.add(number - 1);
            return columns.toArray();
        }
    }

    /** @throws StoreConflictException if one of them does not follow the stored revision */
    void store(Session session, List<Revision> revisions) throws SQLException {
        List<Revision> first = revisions.stream().filter(Revision::isFirst).toList();
        List<Revision> further =
                revisions.stream().filter(revision -> !revision.isFirst()).toList();
        Conflicts.check(
                kind, first, Revision::id, session.updateEach(insert, Conflicts.rows(first, Revision::inserted)));
        Conflicts.check(
                kind, further, Revision::id, session.updateEach(update, Conflicts.rows(further, Revision::updated)));
    }
}
