package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.core.store.jdbc.SortKeys.SortKey;
import io.github.licensing4j.spi.InsightQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts different customers and licenses from the bits of {@link ActiveTable}, for one part of the range after another until the page is
 * full.
 */
final class ActiveSelect {
    private final InsightQuery query;
    private final List<InsightDimension> keys;
    private final List<InsightDimension> filtered;
    private final SortKeys order;

    ActiveSelect(InsightQuery query) {
        this.query = query;
        this.keys = query.by().stream().sorted().toList();
        this.filtered = query.where().keySet().stream().sorted().toList();
        this.order = new SortKeys(sortKeys());
    }

    private List<SortKey> sortKeys() {
        List<SortKey> sorted = new ArrayList<>();
        sorted.add(SortKey.NUMBER);
        List<InsightDimension> rest = new ArrayList<>(keys);
        if (query.order() == InsightOrder.LARGEST) {
            if (rest.remove(InsightDimension.METER)) {
                sorted.add(SortKey.NAME);
            }
            sorted.addAll(List.of(SortKey.NUMBER, SortKey.NUMBER));
        }
        rest.forEach(key -> sorted.add(key == InsightDimension.STATUS ? SortKey.NUMBER : SortKey.NAME));
        return sorted;
    }

    /** One group, and the values that it is sorted by. */
    private record Counted(List<String> key, InsightGroup<CustomerFigures> group) {}

    Page<InsightGroup<CustomerFigures>> run(Session session) throws SQLException {
        String cursor = query.cursor();
        List<String> after = cursor == null ? List.of() : order.read(cursor);
        List<Object> filters = filters(session);
        List<Counted> found = new ArrayList<>();
        for (RangePart part : filters.isEmpty() ? List.<RangePart>of() : RangePart.of(query)) {
            boolean isBeforePage = !after.isEmpty() && part.number() < PageKey.number(after.get(0));
            if (found.size() <= query.max() && !isBeforePage) {
                counted(session, part, filters).stream()
                        .filter(one -> after.isEmpty() || order.compare(one.key, after) > 0)
                        .sorted((one, other) -> order.compare(one.key, other.key))
                        .limit(query.max() + 1L - found.size())
                        .forEach(found::add);
            }
        }
        boolean isLast = found.size() <= query.max();
        List<Counted> page = isLast ? found : found.subList(0, query.max());
        return new Page<>(
                page.stream().map(Counted::group).toList(), isLast ? null : PageKey.of(page.get(page.size() - 1).key));
    }

    /** Returns the numbers of the issuer and of the selected values; none if a name is not stored, so that no row has it. */
    private List<Object> filters(Session session) throws SQLException {
        List<String> wanted = new ArrayList<>(query.where().values());
        wanted.add(query.issuer());
        Map<@Nullable String, Long> names = NameTable.find(session, wanted);
        List<@Nullable Long> numbers = new ArrayList<>();
        numbers.add(names.get(query.issuer()));
        for (InsightDimension dimension : filtered) {
            String value = query.where().getOrDefault(dimension, "");
            numbers.add(dimension == InsightDimension.STATUS ? (Long) PageKey.number(value) : names.get(value));
        }
        return numbers.contains(null) ? List.of() : List.copyOf(numbers);
    }

    private List<Counted> counted(Session session, RangePart part, List<Object> filters) throws SQLException {
        Map<List<Long>, ActiveTable.Union> groups = new LinkedHashMap<>();
        for (TablePart rows : UsageParts.active(query, part)) {
            List<Object> arguments = new ArrayList<>(List.of(rows.from(), rows.to()));
            arguments.addAll(filters);
            session.each(sql(rows), row -> add(row, groups), arguments.toArray());
        }
        Map<Long, String> names = NameTable.named(session, numbersOfNames(groups.keySet()));
        List<Counted> counted = new ArrayList<>();
        for (Map.Entry<List<Long>, ActiveTable.Union> group : groups.entrySet()) {
            CustomerFigures figures = new CustomerFigures(
                    group.getValue().count(ActiveTable.CUSTOMER),
                    group.getValue().count(ActiveTable.LICENSE));
            counted.add(counted(part, named(group.getKey(), names), figures));
        }
        return counted;
    }

    private String sql(TablePart rows) {
        StringBuilder sql = new StringBuilder("select ");
        keys.forEach(key -> sql.append(key.text()).append(", "));
        sql.append("subject, block");
        for (int i = 0; i < ActiveTable.WORDS; i++) {
            sql.append(", ").append(ActiveTable.word(i));
        }
        String time = rows.grain().column();
        sql.append(
                " from " + rows.table() + " where " + time + " >= ? and " + time + " < ? and issuer = ? and kind = ");
        sql.append(UsageTable.number(query.kind()));
        filtered.forEach(dimension -> sql.append(" and " + dimension.text() + " = ?"));
        return sql.toString();
    }

    private void add(Row row, Map<List<Long>, ActiveTable.Union> groups) throws SQLException {
        List<Long> group = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            group.add(row.number());
        }
        long subject = row.number();
        long block = row.number();
        long[] words = new long[ActiveTable.WORDS];
        for (int i = 0; i < words.length; i++) {
            words[i] = row.number();
        }
        groups.computeIfAbsent(group, absent -> new ActiveTable.Union()).add(subject, block, words);
    }

    private Set<Long> numbersOfNames(Collection<List<Long>> groups) {
        Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i) != InsightDimension.STATUS) {
                int column = i;
                groups.forEach(group -> numbers.add(group.get(column)));
            }
        }
        return numbers;
    }

    private Map<InsightDimension, String> named(List<Long> numbers, Map<Long, String> names) {
        Map<InsightDimension, String> named = new EnumMap<>(InsightDimension.class);
        for (int i = 0; i < keys.size(); i++) {
            Long number = numbers.get(i);
            named.put(
                    keys.get(i),
                    keys.get(i) == InsightDimension.STATUS ? number.toString() : names.getOrDefault(number, ""));
        }
        return named;
    }

    private Counted counted(RangePart part, Map<InsightDimension, String> named, CustomerFigures figures) {
        List<String> key = new ArrayList<>();
        key.add(Long.toString(part.number()));
        Map<InsightDimension, String> rest = new HashMap<>(named);
        if (query.order() == InsightOrder.LARGEST) {
            String meter = rest.remove(InsightDimension.METER);
            if (meter != null) {
                key.add(meter);
            }
            key.addAll(List.of(Long.toString(-figures.customers()), Long.toString(-figures.licenses())));
        }
        keys.stream().filter(rest::containsKey).map(rest::get).forEach(key::add);
        return new Counted(key, new InsightGroup<>(start(part), named, figures));
    }

    private @Nullable Instant start(RangePart part) {
        return switch (query.range().step()) {
            case PERIOD -> query.range().starts().get((int) part.number());
            case DAY, HOUR -> Hours.start(Hours.ofDay(part.number()));
            case RANGE -> null;
        };
    }
}
