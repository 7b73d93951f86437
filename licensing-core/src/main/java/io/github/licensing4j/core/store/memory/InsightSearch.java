package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.InsightQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds up values by the keys of a query, sorts the groups and splits them into pages.
 *
 * @param <V> the values that are added up
 */
final class InsightSearch<V> {
    private static final int MAX_SIZES = 2;

    private final InsightQuery query;
    private final InsightSpan span;
    private final Set<InsightDimension> keys;
    private final BinaryOperator<V> sum;
    private final Map<Key, V> groups = new HashMap<>();

    private record Key(long part, Map<InsightDimension, String> named) {}

    InsightSearch(InsightQuery query, InsightSpan span, Set<InsightDimension> keys, BinaryOperator<V> sum) {
        this.query = query;
        this.span = span;
        this.keys = keys;
        this.sum = sum;
    }

    /**
     * Returns the keys of a query and those by which its figures are always grouped.
     *
     * @throws IllegalArgumentException if a query names other dimensions than these
     */
    static Set<InsightDimension> keys(InsightQuery query, Set<InsightDimension> known, Set<InsightDimension> always) {
        if (!known.containsAll(query.by()) || !known.containsAll(query.where().keySet())) {
            throw new IllegalArgumentException("these figures have " + known + ", not " + query.by() + " and "
                    + query.where().keySet());
        }
        Set<InsightDimension> keys = EnumSet.noneOf(InsightDimension.class);
        keys.addAll(query.by());
        keys.addAll(always);
        return keys;
    }

    /** Adds a value, if the query selects it. */
    void add(long hour, Map<InsightDimension, String> named, V value) {
        boolean matches = span.from() <= hour
                && hour < span.to()
                && query.where().entrySet().stream()
                        .allMatch(one -> one.getValue().equals(named.get(one.getKey())));
        if (matches) {
            Map<InsightDimension, String> kept = new EnumMap<>(InsightDimension.class);
            keys.forEach(key -> kept.put(key, named.getOrDefault(key, "")));
            groups.merge(new Key(part(hour), kept), value, sum);
        }
    }

    private long part(long hour) {
        return switch (query.range().step()) {
            case RANGE -> 0;
            case HOUR -> hour;
            case DAY -> Hours.dayOf(hour);
            case PERIOD -> period(hour);
        };
    }

    private long period(long hour) {
        List<Instant> starts = query.range().starts();
        int number = 0;
        while (number + 1 < starts.size() && Hours.of(starts.get(number + 1)) <= hour) {
            number++;
        }
        return number;
    }

    /**
     * Returns a page of groups.
     *
     * @param figures the figures of a sum
     * @param sizes the numbers by which the largest group comes first
     */
    <F> Page<InsightGroup<F>> page(Function<V, F> figures, Function<F, List<Long>> sizes) {
        TreeMap<List<String>, InsightGroup<F>> sorted = new TreeMap<>(Pages.BY_KEYS);
        groups.forEach((key, value) -> {
            F result = figures.apply(value);
            sorted.put(sortKey(key, sizes.apply(result)), new InsightGroup<>(from(key.part), key.named, result));
        });
        String cursor = query.cursor();
        List<String> after = cursor == null ? null : PageKey.read(cursor, width());
        return Pages.of(sorted, after, query.max(), (key, group) -> group);
    }

    /** Returns the number of texts by which groups are sorted. */
    private int width() {
        return 1 + keys.size() + (query.order() == InsightOrder.LARGEST ? MAX_SIZES : 0);
    }

    private List<String> sortKey(Key key, List<Long> sizes) {
        List<String> sort = new ArrayList<>(List.of(Pages.sortable(key.part)));
        Map<InsightDimension, String> rest = new EnumMap<>(key.named);
        if (query.order() == InsightOrder.LARGEST) {
            for (InsightDimension unit : List.of(InsightDimension.METER, InsightDimension.CURRENCY)) {
                if (rest.containsKey(unit)) {
                    sort.add(rest.remove(unit));
                }
            }
            for (int i = 0; i < MAX_SIZES; i++) {
                sort.add(Pages.sortable(i < sizes.size() ? -sizes.get(i) : 0));
            }
        }
        sort.addAll(rest.values());
        return sort;
    }

    private @Nullable Instant from(long part) {
        return switch (query.range().step()) {
            case RANGE -> null;
            case HOUR, DAY -> Hours.start(part);
            case PERIOD -> query.range().starts().get((int) part);
        };
    }
}
