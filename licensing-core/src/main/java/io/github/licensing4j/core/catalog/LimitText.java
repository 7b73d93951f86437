package io.github.licensing4j.core.catalog;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.SeatsLimit;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes a limit in one line for operators, with amounts in units of its meter. */
final class LimitText {
    private final CatalogSummary catalog;

    LimitText(CatalogSummary catalog) {
        this.catalog = catalog;
    }

    String of(Limit limit) {
        return switch (limit.kind()) {
            case RATE -> rate((RateLimit) limit);
            case QUOTA -> quota((QuotaLimit) limit);
            case CREDITS -> credits((CreditsLimit) limit);
            case CONCURRENCY -> ((ConcurrencyLimit) limit).max() + " at once";
            case SEATS -> seats((SeatsLimit) limit);
        };
    }

    private static String rate(RateLimit rate) {
        String bands = rate.bands().stream()
                .map(band -> band.permits() + " per " + band.per() + ", burst " + band.burst())
                .collect(Collectors.joining("; "));
        return bands + (rate.meter() == null ? "" : " of " + rate.meter());
    }

    private String quota(QuotaLimit quota) {
        StringBuilder text = new StringBuilder(amount(quota, quota.amount()))
                .append(' ')
                .append(quota.meter())
                .append(" per ")
                .append(quota.per());
        if (quota.of() != QuotaLimit.Scope.LICENSE) {
            text.append(" of each ").append(lower(quota.of()));
        }
        if (!quota.warnAt().isEmpty()) {
            text.append(", warn-at ").append(quota.warnAt());
        }
        QuotaLimit.Overage overage = quota.overage();
        if (overage != null) {
            text.append(", overage up to ").append(amount(quota, overage.cap()));
            text.append(overage.unitPrice() == null ? " free" : " at " + overage.unitPrice());
        }
        QuotaLimit.Rollover rollover = quota.rollover();
        if (rollover != null) {
            text.append(", rollover up to ").append(amount(quota, rollover.max()));
        }
        return text.toString();
    }

    private String credits(CreditsLimit credits) {
        String end = credits.expires() == null ? "" : " for " + credits.expires();
        return amount(credits, credits.initial()) + " " + credits.meter() + " initially" + end;
    }

    private static String seats(SeatsLimit seats) {
        StringBuilder text = new StringBuilder()
                .append(seats.max())
                .append(" of each ")
                .append(lower(seats.of()))
                .append(
                        switch (seats.assign()) {
                            case FLOATING -> " for " + seats.lease();
                            case FIRST_USE -> " assigned on first use";
                            case ADMIN -> " assigned by administrators";
                        });
        if (seats.coolDown() != null) {
            text.append(", cool-down ").append(seats.coolDown());
        }
        SeatsLimit.Churn churn = seats.churn();
        if (churn != null) {
            text.append(", up to ").append(churn.max()).append(" holders per ").append(churn.per());
        }
        if (seats.unitPrice() != null) {
            text.append(", each at ").append(seats.unitPrice());
        }
        return text.toString();
    }

    private String amount(Limit limit, long smallest) {
        @Nullable BigDecimal units = catalog.units(limit, smallest);
        return units == null ? smallest + " smallest units" : units.toPlainString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
