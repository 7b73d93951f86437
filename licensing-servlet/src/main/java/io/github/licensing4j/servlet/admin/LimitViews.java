package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.OwnSeat;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.servlet.admin.LimitResponses.Forecast;
import io.github.licensing4j.servlet.admin.LimitResponses.LimitJson;
import io.github.licensing4j.servlet.admin.LimitResponses.LimitsJson;
import io.github.licensing4j.servlet.admin.LimitResponses.OwnSeatJson;
import io.github.licensing4j.servlet.admin.LimitResponses.State;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts the states of limits to response bodies, in units of their meters. */
final class LimitViews {
    private LimitViews() {}

    static LimitsJson limits(List<LimitStatus> limits, CatalogSummary catalog) {
        return new LimitsJson(
                limits.stream().map(status -> limit(status, catalog, null)).toList());
    }

    /** Converts quotas with their forecasts. */
    static LimitsJson outlooks(List<LimitOutlook> outlooks, CatalogSummary catalog) {
        return new LimitsJson(
                outlooks.stream().map(outlook -> outlook(outlook, catalog)).toList());
    }

    /** Converts limits, with the forecasts of quotas that have one. */
    static LimitsJson limits(List<LimitStatus> limits, List<LimitOutlook> outlooks, CatalogSummary catalog) {
        return new LimitsJson(limits.stream()
                .map(status -> outlooks.stream()
                        .filter(outlook -> outlook.status().limit().equals(status.limit()))
                        .findFirst()
                        .map(outlook -> outlook(outlook, catalog))
                        .orElseGet(() -> limit(status, catalog, null)))
                .toList());
    }

    private static LimitJson outlook(LimitOutlook outlook, CatalogSummary catalog) {
        Long projected = outlook.projected();
        Money cost = outlook.cost();
        Money projectedCost = cost == null ? null : outlook.projectedCost();
        Forecast forecast = new Forecast(
                projected == null ? null : catalog.units(outlook.status().limit(), projected),
                cost == null ? null : cost.amount(),
                projectedCost == null ? null : projectedCost.amount(),
                cost == null ? null : cost.currency());
        return limit(outlook.status(), catalog, forecast);
    }

    private static LimitJson limit(LimitStatus status, CatalogSummary catalog, @Nullable Forecast forecast) {
        Limit limit = status.limit();
        State state = new State(
                catalog.units(limit, amount(status)),
                catalog.units(limit, status.used()),
                catalog.units(limit, status.remaining()),
                limit.kind() == Limit.Kind.QUOTA ? carried((QuotaLimit) limit, status, catalog) : null,
                limit.kind() == Limit.Kind.QUOTA ? overage((QuotaLimit) limit, status, catalog) : null);
        return new LimitJson(
                limit.name(), limit.kind(), limit.meter(), state, status.resetsAt(), forecast, seat(status.ownSeat()));
    }

    private static @Nullable OwnSeatJson seat(@Nullable OwnSeat seat) {
        return seat == null ? null : new OwnSeatJson(seat.holder(), seat.takenAt(), seat.expiresAt());
    }

    private static long amount(LimitStatus status) {
        Limit limit = status.limit();
        return switch (limit.kind()) {
            case QUOTA -> ((QuotaLimit) limit).amount();
            case CONCURRENCY -> ((ConcurrencyLimit) limit).max();
            case SEATS -> ((SeatsLimit) limit).max();
            case RATE, CREDITS -> status.used() + status.remaining();
        };
    }

    private static @Nullable BigDecimal carried(QuotaLimit quota, LimitStatus status, CatalogSummary catalog) {
        return quota.rollover() == null ? null : catalog.units(quota, status.carried());
    }

    /** Returns the use beyond the amount and the units carried into the period. */
    private static @Nullable BigDecimal overage(QuotaLimit quota, LimitStatus status, CatalogSummary catalog) {
        return quota.overage() == null
                ? null
                : catalog.units(quota, Math.max(0, status.used() - quota.amount() - status.carried()));
    }
}
