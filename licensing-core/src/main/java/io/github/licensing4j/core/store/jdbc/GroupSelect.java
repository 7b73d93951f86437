package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.InsightQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the rows of parts of tables by the keys of a query, sorts the groups and splits them into pages. Names are numbers until
 * the groups are added up.
 */
final class GroupSelect<F> {
    private final InsightQuery query;
    private final FigureColumns<F> figures;
    private final List<GroupStage> stages;
    private final List<InsightDimension> keys;
    private final boolean isDivided;
    private final List<SortColumn> order;
    private final List<Object> after;

    /**
     * @param stages what is added up, one after another in the order of time, until the page is full
     * @param always the keys by which these figures are always grouped
     */
    GroupSelect(InsightQuery query, FigureColumns<F> figures, List<GroupStage> stages, Set<InsightDimension> always) {
        this.query = query;
        this.figures = figures;
        this.stages = stages;
        this.keys = FigureColumns.used(query.by(), always).stream().toList();
        this.isDivided = query.range().step() != InsightStep.RANGE;
        this.order = order();
        this.after = after();
    }

    /** @param isOfIssuer whether the rows are of an issuer; else they are of all */
    Page<InsightGroup<F>> run(Session session, boolean isOfIssuer) throws SQLException {
        List<Object> filters = new ArrayList<>();
        Map<@Nullable String, Long> names = names(session);
        if (isOfIssuer && !add(query.issuer(), names, filters)) {
            return new Page<>(List.of(), null);
        }
        for (InsightDimension dimension : filtered()) {
            if (dimension == InsightDimension.STATUS) {
                filters.add(PageKey.number(query.where().getOrDefault(dimension, "")));
            } else if (!add(query.where().get(dimension), names, filters)) {
                return new Page<>(List.of(), null);
            }
        }
        List<Found<F>> found = new ArrayList<>();
        for (GroupStage stage : stages) {
            if (found.size() <= query.max() && !isBeforePage(stage)) {
                List<Object> arguments = arguments(stage, filters);
                arguments.add(query.max() + 1L - found.size());
                found.addAll(session.all(sql(stage, isOfIssuer), this::found, arguments.toArray()));
            }
        }
        return page(found);
    }

    /** Returns whether the previous page ended after a stage. */
    private boolean isBeforePage(GroupStage stage) {
        Long number = stage.number();
        return number != null && !after.isEmpty() && number < (Long) after.get(0);
    }

    private List<Object> arguments(GroupStage stage, List<Object> filters) {
        List<Object> arguments = new ArrayList<>();
        for (TablePart part : stage.parts()) {
            arguments.addAll(List.of(part.from(), part.to()));
            arguments.addAll(filters);
        }
        arguments.addAll(after);
        return arguments;
    }

    private Map<@Nullable String, Long> names(Session session) throws SQLException {
        if (figures.names() == FigureColumns.Names.TEXTS) {
            return Map.of();
        }
        List<String> wanted = new ArrayList<>(query.where().values());
        wanted.add(query.issuer());
        return NameTable.find(session, wanted);
    }

    /** Adds the value of a column; returns false if no row has it. */
    private boolean add(@Nullable String name, Map<@Nullable String, Long> names, List<Object> filters) {
        if (name == null) {
            return false;
        }
        if (figures.names() == FigureColumns.Names.TEXTS) {
            filters.add(name);
            return true;
        }
        Long number = names.get(name);
        if (number != null) {
            filters.add(number);
        }
        return number != null;
    }

    private List<InsightDimension> filtered() {
        return query.where().keySet().stream().sorted().toList();
    }

    /** One group, and the page key for a page that ends with it. */
    private record Found<F>(List<String> key, InsightGroup<F> group) {}

    private Found<F> found(Row row) throws SQLException {
        List<String> key = new ArrayList<>();
        @Nullable Instant from = null;
        Map<InsightDimension, String> named = new EnumMap<>(InsightDimension.class);
        for (SortColumn column : order) {
            String value = column.isNumber ? Long.toString(row.number()) : row.text();
            key.add(value);
            if (column.dimension != null) {
                named.put(column.dimension, value);
            } else if (column.expression.equals("g.t")) {
                from = start(Long.parseLong(value));
            }
        }
        return new Found<>(key, new InsightGroup<>(from, named, figures.reader().read(row, named)));
    }

    private Instant start(long number) {
        return switch (query.range().step()) {
            case HOUR -> Hours.start(number);
            case DAY -> Hours.start(Hours.ofDay(number));
            default -> query.range().starts().get((int) number);
        };
    }

    private Page<InsightGroup<F>> page(List<Found<F>> found) {
        boolean isLast = found.size() <= query.max();
        List<Found<F>> page = isLast ? found : found.subList(0, query.max());
        return new Page<>(
                page.stream().map(Found::group).toList(), isLast ? null : PageKey.of(page.get(page.size() - 1).key));
    }

    /** An expression by which groups are sorted, and which of the keys it is. */
    private record SortColumn(
            String expression, boolean isNumber, @Nullable InsightDimension dimension) {}

    private List<SortColumn> order() {
        List<SortColumn> sorted = new ArrayList<>();
        if (isDivided) {
            sorted.add(new SortColumn("g.t", true, null));
        }
        List<InsightDimension> rest = new ArrayList<>(keys);
        if (query.order() == InsightOrder.LARGEST) {
            // Sizes of different meters or currencies cannot be compared.
            for (InsightDimension unit : List.of(InsightDimension.METER, InsightDimension.CURRENCY)) {
                if (rest.remove(unit)) {
                    sorted.add(column(unit));
                }
            }
            figures.size().forEach(size -> sorted.add(new SortColumn(size, true, null)));
        }
        rest.forEach(key -> sorted.add(column(key)));
        if (sorted.isEmpty()) {
            sorted.add(new SortColumn("cast(0 as bigint)", true, null));
        }
        return sorted;
    }

    private SortColumn column(InsightDimension key) {
        if (key == InsightDimension.STATUS) {
            return new SortColumn("g.status", true, key);
        }
        return new SortColumn(
                figures.names() == FigureColumns.Names.TEXTS ? "g." + key.text() : "n_" + key.text() + ".name",
                false,
                key);
    }

    private List<Object> after() {
        String cursor = query.cursor();
        List<Object> values = new ArrayList<>();
        if (cursor != null) {
            List<String> key = PageKey.read(cursor, order.size());
            for (int i = 0; i < order.size(); i++) {
                values.add(order.get(i).isNumber ? (Object) PageKey.number(key.get(i)) : key.get(i));
            }
        }
        return values;
    }

    private String sql(GroupStage stage, boolean isOfIssuer) {
        String sorted =
                String.join(", ", order.stream().map(SortColumn::expression).toList());
        StringBuilder sql = new StringBuilder("select " + sorted);
        figures.ofGroup().forEach(sum -> sql.append(", g." + sum.name()));
        sql.append(" from (" + groups(stage, isOfIssuer) + ") g");
        if (figures.names() == FigureColumns.Names.NUMBERS) {
            for (InsightDimension key : keys) {
                if (key != InsightDimension.STATUS) {
                    String alias = "n_" + key.text();
                    sql.append(" join licensing_names " + alias + " on " + alias + ".id = g." + key.text());
                }
            }
        }
        if (query.cursor() != null) {
            sql.append(" where (" + sorted + ") > (" + "?, ".repeat(order.size() - 1) + "?)");
        }
        return sql.append(" order by " + sorted + " limit ?").toString();
    }

    private String groups(GroupStage stage, boolean isOfIssuer) {
        StringJoiner all = new StringJoiner(" union all ");
        for (TablePart part : stage.parts()) {
            all.add(part(
                    part,
                    stage.number() == null ? time(part.grain()) : stage.number().toString(),
                    isOfIssuer));
        }
        List<String> columns = keyColumns();
        figures.ofGroup().forEach(sum -> columns.add(sum.toString()));
        return "select " + String.join(", ", columns) + " from (" + all + ") p" + grouped(keyColumns());
    }

    /** @param number the number of the part of the range of a row */
    private String part(TablePart part, String number, boolean isOfIssuer) {
        String time = part.grain().column();
        StringBuilder sql = new StringBuilder("select ");
        if (isDivided) {
            sql.append(number + " as t, ");
        }
        keys.forEach(key -> sql.append(key.text() + ", "));
        sql.append(figures.ofPart().apply(part.grain()) + " from " + part.table());
        sql.append(" where " + time + " >= ? and " + time + " < ?" + (isOfIssuer ? " and issuer = ?" : ""));
        filtered().forEach(dimension -> sql.append(" and " + dimension.text() + " = ?"));
        sql.append(figures.filter().apply(part.grain()));
        if (!figures.partKeys().isEmpty()) {
            List<String> columns = keyColumns();
            columns.addAll(figures.partKeys());
            sql.append(grouped(columns));
        }
        return sql.toString();
    }

    private static String grouped(List<String> columns) {
        // Without columns there is one group, also of no rows.
        return columns.isEmpty() ? " having count(*) > 0" : " group by " + String.join(", ", columns);
    }

    private List<String> keyColumns() {
        List<String> columns = new ArrayList<>();
        if (isDivided) {
            columns.add("t");
        }
        keys.forEach(key -> columns.add(key.text()));
        return columns;
    }

    /** Returns the number of the part of the range of a row. */
    private String time(TimeGrain grain) {
        return switch (query.range().step()) {
            case DAY -> grain.day();
            case PERIOD -> period(grain);
            default -> grain.column();
        };
    }

    private String period(TimeGrain grain) {
        List<Instant> starts = query.range().starts();
        StringBuilder number = new StringBuilder("case");
        for (int i = starts.size() - 1; i > 0; i--) {
            number.append(" when " + grain.column() + " >= " + grain.of(Hours.of(starts.get(i))) + " then " + i);
        }
        return starts.size() == 1 ? "0" : number + " else 0 end";
    }
}
