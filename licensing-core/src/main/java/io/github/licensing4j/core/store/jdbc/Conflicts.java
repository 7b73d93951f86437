package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Stores records by revision: inserts the first and replaces it with each further one. */
final class Conflicts {
    private Conflicts() {}

    /**
     * The records to store and how.
     *
     * @param records the records, of which those that {@code isFirst} are inserted
     * @param insert columns of a new record
     * @param update columns of a changed one
     * @param name names a record in a conflict
     */
    record Stored<T>(
            List<T> records,
            Predicate<T> isFirst,
            Function<T, @Nullable Object[]> insert,
            Function<T, @Nullable Object[]> update,
            Function<T, String> name) {}

    /** @throws StoreConflictException if one of them does not follow what is stored */
    static <T> void store(Session session, Kind kind, Stored<T> what, String insert, String update)
            throws SQLException {
        List<T> first = what.records.stream().filter(what.isFirst).toList();
        List<T> further = what.records.stream().filter(what.isFirst.negate()).toList();
        check(kind, first, what.name, session.updateEach(insert, rows(first, what.insert)));
        check(kind, further, what.name, session.updateEach(update, rows(further, what.update)));
    }

    static <T> List<@Nullable Object[]> rows(List<T> records, Function<T, @Nullable Object[]> columns) {
        List<@Nullable Object[]> rows = new ArrayList<>(records.size());
        records.forEach(record -> rows.add(columns.apply(record)));
        return rows;
    }

    static <T> void check(Kind kind, List<T> records, Function<T, String> name, int[] changed) {
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != 1) {
                throw new StoreConflictException(kind, name.apply(records.get(i)));
            }
        }
    }
}
