package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes rows of records and reports those that were not stored. */
final class Conflicts {
    private Conflicts() {}

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
