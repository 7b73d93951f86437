package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.Insights;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightCustomersJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightLatencyJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightRefusalsJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightRevenueJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightUsageJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes of figures of usage, customers, revenue, refusals and latency over time. */
final class InsightRoutes {
    private static final List<String> OF_RANGE = List.of("from", "to", "step", "sort", "cursor", "limit");
    private static final Set<InsightDimension> OF_USAGE =
            EnumSet.complementOf(EnumSet.of(InsightDimension.CODE, InsightDimension.CURRENCY));
    private static final Set<InsightDimension> OF_CUSTOMERS = EnumSet.of(
            InsightDimension.PLAN,
            InsightDimension.METER,
            InsightDimension.FEATURE,
            InsightDimension.ENDPOINT,
            InsightDimension.STATUS);
    private static final Set<InsightDimension> OF_REVENUE =
            EnumSet.of(InsightDimension.PLAN, InsightDimension.CUSTOMER, InsightDimension.CURRENCY);
    private static final Set<InsightDimension> OF_REFUSALS = EnumSet.of(
            InsightDimension.PLAN,
            InsightDimension.CUSTOMER,
            InsightDimension.LICENSE,
            InsightDimension.ENDPOINT,
            InsightDimension.CODE);
    private static final Set<InsightDimension> OF_LATENCY = EnumSet.of(InsightDimension.ENDPOINT);

    private InsightRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("GET", "/insights/usage", InsightRoutes::usage),
                Routes.route("GET", "/insights/customers", InsightRoutes::customers),
                Routes.route("GET", "/insights/revenue", InsightRoutes::revenue),
                Routes.route("GET", "/insights/refusals", InsightRoutes::refusals),
                Routes.route("GET", "/insights/latency", InsightRoutes::latency));
    }

    private static Answer usage(Exchange exchange) {
        var page = insights(exchange).usage(filter(exchange, OF_USAGE, OF_USAGE, "issuer", "kind"));
        return Answer.ok(new InsightUsageJson(
                page.items().stream()
                        .map(group -> InsightViews.usage(group, exchange.catalog()))
                        .toList(),
                page.next()));
    }

    private static Answer customers(Exchange exchange) {
        var page = insights(exchange).customers(filter(exchange, OF_CUSTOMERS, OF_USAGE, "issuer", "kind"));
        return Answer.ok(new InsightCustomersJson(
                page.items().stream().map(InsightViews::customers).toList(), page.next()));
    }

    private static Answer revenue(Exchange exchange) {
        var page = insights(exchange).revenue(filter(exchange, OF_REVENUE, OF_REVENUE));
        return Answer.ok(new InsightRevenueJson(
                page.items().stream().map(InsightViews::revenue).toList(),
                page.next(),
                insights(exchange).unreadableInvoices()));
    }

    private static Answer refusals(Exchange exchange) {
        var page = insights(exchange).refusals(filter(exchange, OF_REFUSALS, OF_REFUSALS, "issuer"));
        return Answer.ok(new InsightRefusalsJson(
                page.items().stream().map(InsightViews::refusals).toList(), page.next()));
    }

    private static Answer latency(Exchange exchange) {
        var page = insights(exchange).latency(filter(exchange, OF_LATENCY, OF_LATENCY));
        return Answer.ok(new InsightLatencyJson(
                page.items().stream().map(InsightViews::latency).toList(), page.next()));
    }

    private static Insights insights(Exchange exchange) {
        return exchange.admin().insights();
    }

    /**
     * @param keys the dimensions to group by
     * @param selected the dimensions to select by, each by the parameter of its name
     */
    private static InsightFilter filter(
            Exchange exchange, Set<InsightDimension> keys, Set<InsightDimension> selected, String... further) {
        Set<String> known = new TreeSet<>(OF_RANGE);
        known.add("by");
        known.addAll(Arrays.asList(further));
        selected.forEach(dimension -> known.add(dimension.text()));
        Query query = exchange.query(known);
        Instant from = Times.instant(query, "from");
        Instant to = Times.instant(query, "to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw new InvalidFieldException("to", "expected an instant after from");
        }
        return new InsightFilter(
                known.contains("issuer") ? query.text("issuer") : null,
                where(query, selected),
                from,
                to,
                by(query.text("by"), keys),
                choice(query, "step", InsightStep.class, InsightStep.RANGE),
                known.contains("kind") ? choice(query, "kind", UsageKind.class, UsageKind.CHARGED) : UsageKind.CHARGED,
                choice(query, "sort", InsightOrder.class, InsightOrder.KEYS),
                query.text("cursor"),
                Exchange.limit(query));
    }

    private static Map<InsightDimension, String> where(Query query, Set<InsightDimension> selected) {
        Map<InsightDimension, String> where = new EnumMap<>(InsightDimension.class);
        for (InsightDimension dimension : selected) {
            String value = query.text(dimension.text());
            if (value != null) {
                where.put(dimension, value);
            }
        }
        return where;
    }

    private static Set<InsightDimension> by(@Nullable String text, Set<InsightDimension> keys) {
        Set<InsightDimension> by = EnumSet.noneOf(InsightDimension.class);
        for (String name : text == null ? new String[0] : text.split(",", -1)) {
            by.add(keys.stream()
                    .filter(key -> key.text().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidFieldException(
                            "by",
                            "expected some of "
                                    + keys.stream().map(InsightDimension::text).collect(Collectors.joining(", "))
                                    + ", with commas between them")));
        }
        return by;
    }

    private static <E extends Enum<E>> E choice(Query query, String name, Class<E> type, E other) {
        String text = query.text(name);
        if (text == null) {
            return other;
        }
        List<String> expected = new ArrayList<>();
        for (E value : type.getEnumConstants()) {
            String known = value.name().toLowerCase(Locale.ROOT);
            if (known.equals(text)) {
                return value;
            }
            expected.add(known);
        }
        throw new InvalidFieldException(name, "expected " + String.join(" or ", expected));
    }
}
