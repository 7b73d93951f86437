package io.github.licensing4j.core.store.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of tables that {@link GroupSelect} adds up by one statement.
 *
 * @param parts the rows
 * @param number the number of the part of the range that all rows are of; null if they are of any, or if the range has no parts
 */
record GroupStage(List<TablePart> parts, @Nullable Long number) {
    GroupStage {
        parts = List.copyOf(parts);
    }

    /** Returns one stage for the whole range. */
    static List<GroupStage> of(TablePart part) {
        return List.of(new GroupStage(List.of(part), null));
    }
}
