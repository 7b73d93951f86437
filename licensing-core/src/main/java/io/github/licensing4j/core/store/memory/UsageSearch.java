package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up usage by the keys of a query. */
final class UsageSearch {
    private final UsageQuery query;
    private final List<UsageDimension> keys;

    UsageSearch(UsageQuery query) {
        this.query = query;
        this.keys = query.by().stream().sorted().toList();
    }

    Page<UsageTotal> run(Map<UsageRow, Sum> rows) {
        String cursor = query.cursor();
        List<String> after = cursor == null ? null : PageKey.read(cursor, keys.size() + 1);
        TreeMap<List<String>, Found> groups = new TreeMap<>(Pages.BY_KEYS);
        rows.forEach((row, sum) -> {
            if (matches(row)) {
                groups.merge(
                        key(row),
                        new Found(row, WideSums.of(sum)),
                        (one, other) -> new Found(row, one.sums.plus(other.sums)));
            }
        });
        return Pages.of(groups, after, query.max(), (key, found) -> total(found));
    }

    /** A sum, and any of its rows. */
    private record Found(UsageRow row, WideSums sums) {}

    private boolean matches(UsageRow row) {
        long hour = Hours.of(row.hourMillis());
        return row.license().issuer().equals(query.issuer())
                && row.kind() == query.kind()
                && Hours.of(query.from()) <= hour
                && hour < Hours.from(query.to())
                && matches(query.selection().license(), row.license().value())
                && matches(query.selection().customer(), row.customer())
                && matches(query.selection().plan(), row.plan().toString())
                && matches(query.selection().meter(), row.meter());
    }

    private static boolean matches(@Nullable String expected, String value) {
        return expected == null || expected.equals(value);
    }

    private List<String> key(UsageRow row) {
        List<String> key = new ArrayList<>(keys.size() + 1);
        for (UsageDimension by : keys) {
            boolean isHour = by == UsageDimension.HOUR || by == UsageDimension.DAY;
            key.add(isHour ? Pages.sortable(hour(row, by)) : value(row, by));
        }
        key.add(row.meter());
        return key;
    }

    private static long hour(UsageRow row, UsageDimension by) {
        long hour = Hours.of(row.hourMillis());
        return by == UsageDimension.DAY ? Hours.dayOf(hour) : hour;
    }

    private static String value(UsageRow row, UsageDimension by) {
        return switch (by) {
            case HOUR, DAY -> Hours.start(hour(row, by)).toString();
            case FEATURE -> row.origin().feature();
            case ENDPOINT -> row.origin().endpoint();
            case STATUS -> Integer.toString(row.origin().statusClass());
            case LICENSE -> row.license().value();
            case CUSTOMER -> row.customer();
            case PLAN -> row.plan().toString();
        };
    }

    private UsageTotal total(Found found) {
        Map<UsageDimension, String> named = new EnumMap<>(UsageDimension.class);
        keys.forEach(by -> named.put(by, value(found.row, by)));
        Sum sum = found.sums.held();
        return new UsageTotal(named, found.row.meter(), sum.units(), sum.calls());
    }
}
