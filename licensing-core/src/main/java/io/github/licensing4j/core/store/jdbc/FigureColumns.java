package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.InsightDimension;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The columns of one kind of figures.
 *
 * @param ofPart the values of the rows of one part of a table, or, if they are grouped, their sums; each with its name
 * @param partKeys further columns by which the rows of a part are grouped; empty if they are not grouped
 * @param ofGroup the sums of the values
 * @param size the expressions by which the largest group comes first, of the names of the sums
 * @param filter a condition of all rows, which begins with {@code " and "}; empty for none
 * @param names the form of the values of the columns
 * @param reader reads the sums of a group, in the order of {@code ofGroup}
 */
record FigureColumns<F>(
        Function<TimeGrain, String> ofPart,
        List<String> partKeys,
        List<Sum> ofGroup,
        List<String> size,
        Function<TimeGrain, String> filter,
        Names names,
        Reader<F> reader) {

    /** The sum of the parts of a group, and the name of its column. */
    record Sum(String expression, String name) {
        @Override
        public String toString() {
            return expression + " as " + name;
        }
    }

    /** The form of keys in columns. */
    enum Names {
        /** The numbers of names. */
        NUMBERS,
        /** The names themselves. */
        TEXTS
    }

    /** Reads the sums of a group. */
    interface Reader<F> {
        /**
         * Reads the sums of the group that the row is of.
         *
         * @param keys the keys of the group
         */
        F read(Row row, Map<InsightDimension, String> keys) throws SQLException;
    }

    /** Returns the dimensions of a query: its keys and those that it selects by. */
    static Set<InsightDimension> used(Set<InsightDimension> by, Set<InsightDimension> where) {
        Set<InsightDimension> used = EnumSet.noneOf(InsightDimension.class);
        used.addAll(by);
        used.addAll(where);
        return used;
    }
}
