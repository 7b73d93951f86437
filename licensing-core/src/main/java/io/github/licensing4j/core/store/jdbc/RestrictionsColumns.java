package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.spi.Restrictions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts the restrictions of a credential to and from the columns of its row. */
final class RestrictionsColumns {
    static final String NAMES = "scopes, ips, devices, users, organisations";

    private RestrictionsColumns() {}

    /** Returns no restrictions where nothing is stored, as of organisations in rows from before them. */
    static Restrictions read(Row row) throws SQLException {
        Set<String> scopes = Set.copyOf(list(row.textOrNull()));
        return new Restrictions(
                scopes,
                new CallerBindings(
                        list(row.textOrNull()),
                        Set.copyOf(list(row.textOrNull())),
                        Set.copyOf(list(row.textOrNull())),
                        Set.copyOf(list(row.textOrNull()))));
    }

    private static List<String> list(@Nullable String column) {
        return column == null ? List.of() : JsonColumns.list(column);
    }

    /** Returns the values of {@link #NAMES}. */
    static List<@Nullable Object> values(Restrictions restrictions) {
        CallerBindings bindings = restrictions.bindings();
        return Arrays.asList(
                JsonColumns.set(restrictions.scopes()),
                JsonColumns.list(bindings.ips()),
                JsonColumns.set(bindings.devices()),
                JsonColumns.set(bindings.users()),
                bindings.organisations().isEmpty() ? null : JsonColumns.set(bindings.organisations()));
    }
}
