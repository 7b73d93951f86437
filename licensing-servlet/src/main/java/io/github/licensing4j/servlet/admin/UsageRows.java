package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.servlet.admin.UsageResponses.Keys;
import io.github.licensing4j.servlet.admin.UsageResponses.UsageJson;
import io.github.licensing4j.servlet.admin.UsageResponses.UsageRowJson;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads usage queries, and renders their rows as JSON or CSV. */
final class UsageRows {
    /** The allowed parameters of a query about one license. */
    static final Set<String> OF_ONE = Set.of("meter", "by", "from", "to", "kind", "cursor", "limit");

    static final Set<String> OF_ALL =
            Set.of("issuer", "license", "customer", "plan", "meter", "by", "from", "to", "kind", "cursor", "limit");

    private UsageRows() {}

    /** Reads the filter of a query, for the host's own issuer if the query names no other. */
    static UsageFilter filter(Query query) {
        return filter(query, query.text("issuer"), query.text("license"));
    }

    /**
     * Returns the filter of a query about one license.
     *
     * @param issuer the issuer of the license, null for the host's own
     */
    static UsageFilter filter(Query query, @Nullable String issuer, @Nullable String license) {
        return filter(query, issuer, license, query.text("customer"));
    }

    /** Reads the filter of a query about one customer of the host's own issuer. */
    static UsageFilter ofCustomer(Query query, String customer) {
        return filter(query, null, null, customer);
    }

    private static UsageFilter filter(
            Query query, @Nullable String issuer, @Nullable String license, @Nullable String customer) {
        Instant from = Times.instant(query, "from");
        Instant to = Times.instant(query, "to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw new InvalidFieldException("to", "expected an instant after from");
        }
        return new UsageFilter(
                issuer,
                license,
                customer,
                query.text("plan"),
                query.text("meter"),
                from,
                to,
                keys(query.text("by")),
                kind(query.text("kind")),
                query.text("cursor"),
                Exchange.limit(query));
    }

    /** Reads the grouping keys. Rows are always grouped by meter, so naming it changes nothing. */
    private static Set<UsageDimension> keys(@Nullable String text) {
        Set<UsageDimension> by = EnumSet.noneOf(UsageDimension.class);
        for (String name : text == null ? new String[0] : text.split(",", -1)) {
            if (!name.equals("meter")) {
                by.add(by(name));
            }
        }
        if (by.contains(UsageDimension.HOUR) && by.contains(UsageDimension.DAY)) {
            throw new InvalidFieldException("by", "expected either hour or day, not both");
        }
        return by;
    }

    private static UsageDimension by(String name) {
        for (UsageDimension by : UsageDimension.values()) {
            if (member(by).equals(name)) {
                return by;
            }
        }
        throw new InvalidFieldException(
                "by",
                "expected some of hour, day, meter, feature, endpoint, status, license, customer and plan, with commas"
                        + " between them");
    }

    private static String member(UsageDimension by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    private static UsageKind kind(@Nullable String text) {
        if (text == null || text.equals("charged")) {
            return UsageKind.CHARGED;
        }
        if (text.equals("observed")) {
            return UsageKind.OBSERVED;
        }
        throw new InvalidFieldException("kind", "expected charged or observed");
    }

    /** @param parameters the parameters of the query, for the address of the next page */
    static Answer answer(
            @Nullable String accept,
            Map<String, String[]> parameters,
            UsageFilter filter,
            Page<UsageTotal> page,
            CatalogSummary catalog) {
        Answer answer = MediaRange.prefersCsv(accept)
                ? csv(parameters, filter, page, catalog)
                : Answer.ok(new UsageJson(
                        page.items().stream().map(total -> json(total, catalog)).toList(), page.next()));
        return answer.with("Vary", "Accept");
    }

    private static UsageRowJson json(UsageTotal total, CatalogSummary catalog) {
        Map<UsageDimension, String> by = total.keys();
        BigDecimal units = catalog.units(total.meter(), total.units());
        return new UsageRowJson(
                new Keys(
                        by.getOrDefault(UsageDimension.HOUR, by.get(UsageDimension.DAY)),
                        by.get(UsageDimension.FEATURE),
                        by.get(UsageDimension.ENDPOINT),
                        by.get(UsageDimension.STATUS),
                        by.get(UsageDimension.LICENSE),
                        by.get(UsageDimension.CUSTOMER),
                        by.get(UsageDimension.PLAN)),
                total.meter(),
                units,
                // The scale of the meter is unknown.
                units == null ? total.units() : null,
                total.calls());
    }

    private static Answer csv(
            Map<String, String[]> parameters, UsageFilter filter, Page<UsageTotal> page, CatalogSummary catalog) {
        List<UsageDimension> keys = filter.by().stream().sorted().toList();
        List<String> names =
                new ArrayList<>(keys.stream().map(UsageRows::column).toList());
        names.addAll(List.of("meter", "units", "calls"));
        Csv csv = new Csv(names);
        for (UsageTotal total : page.items()) {
            List<Object> row = new ArrayList<>();
            keys.forEach(by -> row.add(total.keys().getOrDefault(by, "")));
            row.add(total.meter());
            BigDecimal units = catalog.units(total.meter(), total.units());
            row.add(units == null ? "" : units);
            row.add(total.calls());
            csv.row(row);
        }
        Answer answer = Answer.text(Csv.TYPE, csv.toString());
        return page.next() == null
                ? answer
                : answer.with("Link", "<?" + next(parameters, page.next()) + ">; rel=\"next\"");
    }

    /** Returns the column name; an hour or a day is shown as its first instant. */
    private static String column(UsageDimension by) {
        return by == UsageDimension.HOUR || by == UsageDimension.DAY ? "from" : member(by);
    }

    private static String next(Map<String, String[]> parameters, String cursor) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(parameters).forEach((name, values) -> {
            if (!name.equals("cursor") && values.length == 1) {
                pairs.add(encoded(name) + "=" + encoded(values[0]));
            }
        });
        pairs.add("cursor=" + encoded(cursor));
        return String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
