package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.admin.LimitOutlook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts the states of limits to JSON members in their order, in units of their meters. */
final class LimitViews {
    private LimitViews() {}

    static Map<String, Object> limits(List<LimitStatus> limits, CatalogSummary catalog) {
        return Map.of(
                "limits", limits.stream().map(status -> limit(status, catalog)).toList());
    }

    /** Converts quotas with their forecasts. */
    static Map<String, Object> outlooks(List<LimitOutlook> outlooks, CatalogSummary catalog) {
        return Map.of(
                "limits",
                outlooks.stream().map(outlook -> outlook(outlook, catalog)).toList());
    }

    /** Converts limits, with the forecasts of quotas that have one. */
    static Map<String, Object> limits(List<LimitStatus> limits, List<LimitOutlook> outlooks, CatalogSummary catalog) {
        return Map.of(
                "limits",
                limits.stream()
                        .map(status -> outlooks.stream()
                                .filter(outlook -> outlook.status().limit().equals(status.limit()))
                                .findFirst()
                                .map(outlook -> outlook(outlook, catalog))
                                .orElseGet(() -> limit(status, catalog)))
                        .toList());
    }

    private static Map<String, Object> outlook(LimitOutlook outlook, CatalogSummary catalog) {
        Map<String, Object> view = limit(outlook.status(), catalog);
        Long projected = outlook.projected();
        if (projected != null) {
            Views.putUnits(view, "projected", catalog.units(outlook.status().limit(), projected));
        }
        Money cost = outlook.cost();
        if (cost != null) {
            view.put("overageCost", cost.amount());
            Money projectedCost = outlook.projectedCost();
            if (projectedCost != null) {
                view.put("projectedCost", projectedCost.amount());
            }
            view.put("currency", cost.currency().getCurrencyCode());
        }
        return view;
    }

    private static Map<String, Object> limit(LimitStatus status, CatalogSummary catalog) {
        Limit limit = status.limit();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", limit.name());
        view.put("kind", limit.kind().text());
        Views.put(view, "meter", limit.meter());
        Views.putUnits(view, "amount", catalog.units(limit, amount(status)));
        Views.putUnits(view, "used", catalog.units(limit, status.used()));
        Views.putUnits(view, "remaining", catalog.units(limit, status.remaining()));
        if (limit.kind() == Limit.Kind.QUOTA) {
            putQuota(view, (QuotaLimit) limit, status, catalog);
        }
        Views.put(view, "resetsAt", status.resetsAt());
        return view;
    }

    private static long amount(LimitStatus status) {
        Limit limit = status.limit();
        return switch (limit.kind()) {
            case QUOTA -> ((QuotaLimit) limit).amount();
            case CONCURRENCY -> ((ConcurrencyLimit) limit).max();
            case RATE, CREDITS, SEATS -> status.used() + status.remaining();
        };
    }

    private static void putQuota(
            Map<String, Object> view, QuotaLimit quota, LimitStatus status, CatalogSummary catalog) {
        if (quota.rollover() != null) {
            Views.putUnits(view, "carried", catalog.units(quota, status.carried()));
        }
        if (quota.overage() != null) {
            Views.putUnits(view, "overage", catalog.units(quota, overage(quota, status)));
        }
    }

    /** Returns the use beyond the amount and the units carried into the period. */
    private static long overage(QuotaLimit quota, LimitStatus status) {
        return Math.max(0, status.used() - quota.amount() - status.carried());
    }
}
