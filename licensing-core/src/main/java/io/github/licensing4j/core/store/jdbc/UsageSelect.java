package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.UsageQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up usage by the keys of a query: first by numbers, which are then replaced by names, sorted and split into
 * pages.
 */
final class UsageSelect {
    private final UsageQuery query;
    private final List<UsageDimension> keys;
    private final @Nullable List<Object> after;

    UsageSelect(UsageQuery query) {
        this.query = query;
        this.keys = query.by().stream().sorted().toList();
        String cursor = query.cursor();
        this.after = cursor == null ? null : after(PageKey.read(cursor, keys.size() + 1));
    }

    private List<Object> after(List<String> cursor) {
        List<Object> values = new ArrayList<>(cursor);
        for (int i = 0; i < keys.size(); i++) {
            if (isNumber(keys.get(i))) {
                values.set(i, PageKey.number(cursor.get(i)));
            }
        }
        return values;
    }

    private static boolean isNumber(UsageDimension by) {
        return by == UsageDimension.HOUR || by == UsageDimension.DAY || by == UsageDimension.STATUS;
    }

    Page<UsageTotal> run(Session session) throws SQLException {
        List<@Nullable String> filters = Arrays.asList(
                query.issuer(),
                query.selection().license(),
                query.selection().customer(),
                query.selection().plan(),
                query.selection().meter());
        Map<@Nullable String, Long> names = NameTable.find(session, filters);
        if (!names.keySet().containsAll(filters)) {
            return new Page<>(List.of(), null);
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(names.get(query.issuer()));
        arguments.add(UsageTable.number(query.kind()));
        arguments.add(from());
        arguments.add(Hours.from(query.to()));
        for (String filter : filters.subList(1, filters.size())) {
            if (filter != null) {
                arguments.add(names.get(filter));
            }
        }
        if (after != null) {
            arguments.addAll(after);
        }
        arguments.add(query.max() + 1L);
        return page(session.all(sql(), this::found, arguments.toArray()));
    }

    /**
     * Starts at the hour or day where the previous page ended, so that pages through time do not add up earlier hours
     * again.
     */
    private long from() {
        long from = Hours.of(query.from());
        boolean byTime = !keys.isEmpty() && (keys.get(0) == UsageDimension.HOUR || keys.get(0) == UsageDimension.DAY);
        return after != null && byTime ? Math.max(from, (Long) after.get(0)) : from;
    }

    /** One row, and the page key for a page that ends with it. */
    private record Found(
            Map<UsageDimension, String> named, String meter, WideSum units, WideSum calls, List<String> key) {
        UsageTotal total() {
            return new UsageTotal(named, meter, units.units(), calls.units());
        }
    }

    private Found found(Row row) throws SQLException {
        Map<UsageDimension, String> named = new EnumMap<>(UsageDimension.class);
        List<String> key = new ArrayList<>(keys.size() + 1);
        for (UsageDimension by : keys) {
            String value = isNumber(by) ? Long.toString(row.number()) : row.text();
            key.add(value);
            named.put(
                    by,
                    by == UsageDimension.HOUR || by == UsageDimension.DAY
                            ? Hours.start(Long.parseLong(value)).toString()
                            : value);
        }
        String meter = row.text();
        key.add(meter);
        return new Found(named, meter, row.sum(), row.sum(), key);
    }

    private Page<UsageTotal> page(List<Found> found) {
        boolean isLast = found.size() <= query.max();
        List<Found> page = isLast ? found : found.subList(0, query.max());
        return new Page<>(
                page.stream().map(Found::total).toList(), isLast ? null : PageKey.of(page.get(page.size() - 1).key));
    }

    String sql() {
        StringBuilder inner = new StringBuilder("select meter");
        StringBuilder names = new StringBuilder(") g join licensing_names m on m.id = g.meter");
        List<String> outer = new ArrayList<>();
        for (UsageDimension by : keys) {
            inner.append(", ").append(column(by)).append(" as k_").append(by.name());
            if (isNumber(by)) {
                outer.add("g.k_" + by.name());
            } else {
                String alias = "n_" + by.name();
                names.append(" join licensing_names " + alias + " on " + alias + ".id = g.k_" + by.name());
                outer.add(alias + ".name");
            }
        }
        outer.add("m.name");
        String order = String.join(", ", outer);
        String later = after == null ? "" : " where (" + order + ") > (" + "?, ".repeat(keys.size()) + "?)";
        return "select " + order + ", " + WideColumns.both("g.units") + ", " + WideColumns.both("g.calls") + " from ("
                + inner + ", " + WideColumns.sum("units", "units") + ", " + WideColumns.sum("calls", "calls")
                + from("licensing_usage") + names + later + " order by " + order + " limit ?";
    }

    private String from(String table) {
        StringBuilder groups = new StringBuilder(" group by meter");
        keys.forEach(by -> groups.append(", ").append(column(by)));
        return " from " + table + " where issuer = ? and kind = ? and hour >= ? and hour < ?"
                + (query.selection().license() == null ? "" : " and license = ?")
                + (query.selection().customer() == null ? "" : " and customer = ?")
                + (query.selection().plan() == null ? "" : " and plan = ?")
                + (query.selection().meter() == null ? "" : " and meter = ?")
                + groups;
    }

    private static String column(UsageDimension by) {
        return switch (by) {
            case HOUR -> "hour";
            // Rounds down, also for hours before 1970.
            case DAY -> "hour - ((hour % 24) + 24) % 24";
            case FEATURE -> "feature";
            case ENDPOINT -> "endpoint";
            case STATUS -> "status";
            case LICENSE -> "license";
            case CUSTOMER -> "customer";
            case PLAN -> "plan";
        };
    }
}
