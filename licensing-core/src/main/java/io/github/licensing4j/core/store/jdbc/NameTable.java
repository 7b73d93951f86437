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
 * The names of whatever the ledger speaks of, each stored once: rows of the ledger hold numbers. A number is never given to
 * another name. Nothing is remembered between transactions, because a shared database may come back older than it was.
 */
final class NameTable {
    /** The number of no name at all. */
    static final long NONE = 0;

    private static final int AT_ONCE = 500;
    private static final int MAX_HANDLE = 400;
    static final String INSERT = "insert into licensing_names (id, handle, name) values (?, ?, ?)";

    private NameTable() {}

    static String find(int count) {
        return "select handle, id from licensing_names where handle in (" + "?, ".repeat(count - 1) + "?)";
    }

    /** The numbers of names, those that are not there left out. */
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
     * The numbers of names. Those that are not there are added, with the row of {@link LedgerSequences}, which is held: numbers that
     * were given are stored whatever the caller stores.
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

    /** What an index can hold: a long name's beginning and hash. */
    private static String handle(String name) {
        if (name.length() <= MAX_HANDLE) {
            return name;
        }
        return name.substring(0, MAX_HANDLE) + Sha256.hex(Texts.stored(name));
    }
}
