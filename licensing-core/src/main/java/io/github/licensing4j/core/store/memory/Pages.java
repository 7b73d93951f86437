package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.PageKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Splits sorted maps into pages. */
final class Pages {
    /** Compares key by key; keys of one list have the same length. */
    static final Comparator<List<String>> BY_KEYS = (one, other) -> {
        for (int i = 0; i < one.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private Pages() {}

    /** Returns a number as text that sorts like the number. */
    static String sortable(long number) {
        return String.format("%016x", number ^ Long.MIN_VALUE);
    }

    static <V, T> Page<T> of(
            NavigableMap<List<String>, V> map,
            @Nullable List<String> after,
            int max,
            BiFunction<List<String>, V, T> item) {
        NavigableMap<List<String>, V> rest = after == null ? map : map.tailMap(after, false);
        List<T> items = new ArrayList<>();
        List<String> last = List.of();
        for (Map.Entry<List<String>, V> one : rest.entrySet()) {
            if (items.size() == max) {
                return new Page<>(items, PageKey.of(last));
            }
            last = one.getKey();
            items.add(item.apply(last, one.getValue()));
        }
        return new Page<>(items, null);
    }

    static <V, T> Page<T> of(NavigableMap<MeterName, V> map, @Nullable String cursor, int max, Named<V, T> item) {
        List<String> keys = cursor == null ? List.of() : PageKey.read(cursor, 3);
        NavigableMap<MeterName, V> rest = cursor == null
                ? map
                : map.tailMap(new MeterName(new LicenseId(keys.get(0), keys.get(1)), keys.get(2)), false);
        List<T> items = new ArrayList<>();
        @Nullable MeterName last = null;
        for (Map.Entry<MeterName, V> one : rest.entrySet()) {
            if (items.size() == max && last != null) {
                LicenseId license = last.license();
                return new Page<>(items, PageKey.of(List.of(license.issuer(), license.value(), last.meter())));
            }
            last = one.getKey();
            items.add(item.of(last, one.getValue()));
        }
        return new Page<>(items, null);
    }

    /** Creates an item for one meter. */
    interface Named<V, T> {
        T of(MeterName name, V value);
    }
}
