package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.hash.Sha256;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores each name in the ledger once; rows of the ledger contain its number. A number is never reused. Nothing is
 * cached between transactions, because a shared database may be restored to an older state.
 */
final class NameTable {
    /** The number of no name. */
    static final long NONE = 0;

    private static final int AT_ONCE = 500;
    private static final int MAX_HANDLE = 400;
    static final String INSERT = "insert into licensing_names (id, handle, name) values (?, ?, ?)";

    private NameTable() {}

    static String find(int count) {
        return "select handle, id from licensing_names where handle in (" + "?, ".repeat(count - 1) + "?)";
    }

    static String named(int count) {
        return "select id, name from licensing_names where id in (" + "?, ".repeat(count - 1) + "?)";
    }

    /** Finds the names of numbers. */
    static Map<Long, String> named(Session session, Collection<Long> numbers) throws SQLException {
        Map<Long, String> names = new HashMap<>();
        List<Long> all = List.copyOf(numbers);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Long> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            session.each(named(some.size()), row -> names.put(row.number(), row.text()), some.toArray());
        }
        return names;
    }

    /** Finds the numbers of names, without those that are not stored. */
    static Map<@Nullable String, Long> find(Session session, Collection<? extends @Nullable String> names)
            throws SQLException {
        Map<String, String> byHandle = new HashMap<>();
        Map<@Nullable String, Long> numbers = new HashMap<>();
        numbers.put(null, NONE);
        for (String name : names) {
            if (name != null) {
                byHandle.put(handle(name), name);
            }
        }
        List<String> handles = List.copyOf(byHandle.keySet());
        for (int from = 0; from < handles.size(); from += AT_ONCE) {
            List<String> some = handles.subList(from, Math.min(from + AT_ONCE, handles.size()));
            List<Map.Entry<String, Long>> found =
                    session.all(find(some.size()), row -> Map.entry(row.text(), row.number()), some.toArray());
            found.forEach(one -> numbers.put(byHandle.get(one.getKey()), one.getValue()));
        }
        return numbers;
    }

    /**
     * Returns the numbers of names, adding those that are not stored. The row of {@link LedgerSequences} must be
     * locked. New numbers are stored even if the caller stores nothing.
     */
    static Map<@Nullable String, Long> of(
            Session session, Collection<? extends @Nullable String> names, LedgerSequences counts) throws SQLException {
        Map<@Nullable String, Long> numbers = find(session, names);
        Set<String> missing = new LinkedHashSet<>();
        for (String name : names) {
            if (name != null && !numbers.containsKey(name)) {
                missing.add(name);
            }
        }
        List<@Nullable Object[]> rows = new ArrayList<>(missing.size());
        for (String name : missing) {
            long id = ++counts.names;
            numbers.put(name, id);
            rows.add(new Object[] {id, handle(name), name});
        }
        if (!rows.isEmpty()) {
            session.updateAll(INSERT, rows);
            counts.store(session);
        }
        return numbers;
    }

    /** Returns the indexed form of a name: of a long one its beginning and hash. */
    private static String handle(String name) {
        if (name.length() <= MAX_HANDLE) {
            return name;
        }
        return name.substring(0, MAX_HANDLE) + Sha256.hex(ColumnText.stored(name));
    }
}
