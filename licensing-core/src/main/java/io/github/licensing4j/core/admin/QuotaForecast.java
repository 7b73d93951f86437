package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Projects quotas to the end of their period: current usage, continued in a straight line from the start of the period,
 * or of the license within it. Before 5 % of the period have passed on that line there is no projection.
 */
final class QuotaForecast {
    private static final int LEAST_SHARE = 20;

    private final long nowMillis;
    private final Meters meters;

    /**
     * The basis of a projection.
     *
     * @param window the present period of the quota
     * @param fromMillis when usage began that counts in it
     * @param price of a unit beyond the amount, null where nothing is billed
     */
    record Basis(
            QuotaWindow window, long fromMillis, @Nullable Money price) {}

    QuotaForecast(long nowMillis, Meters meters) {
        this.nowMillis = nowMillis;
        this.meters = meters;
    }

    /**
     * Projects the quotas of a license as a whole and of its customer, the latter without costs.
     *
     * @param began when the license began
     */
    List<LimitOutlook> of(License license, Instant began, List<LimitStatus> statuses) {
        return statuses.stream()
                .flatMap(status -> of(license, began, status).stream())
                .toList();
    }

    private Optional<LimitOutlook> of(License license, Instant began, LimitStatus status) {
        return switch (status.limit().kind()) {
            case QUOTA -> of(license, began, status, (QuotaLimit) status.limit());
            case RATE, CREDITS, CONCURRENCY, SEATS -> Optional.empty();
        };
    }

    private Optional<LimitOutlook> of(License license, Instant began, LimitStatus status, QuotaLimit quota) {
        return basis(license, began, status, quota).map(basis -> of(status, quota, basis));
    }

    /**
     * Returns the basis of a projection; empty for quotas counted for each key or user.
     *
     * @param began when the license began
     */
    Optional<Basis> basis(License license, Instant began, LimitStatus status, QuotaLimit quota) {
        if (quota.of() == Scope.KEY || quota.of() == Scope.USER) {
            return Optional.empty();
        }
        QuotaWindow whole = Periods.of(quota, license, nowMillis);
        Instant end = status.resetsAt();
        // A fresh start, for example at the end of a trial, ends the period before.
        QuotaWindow window = end == null || end.toEpochMilli() >= whole.endMillis()
                ? whole
                : new QuotaWindow(whole.startMillis(), end.toEpochMilli());
        boolean isOwn = quota.of() == Scope.LICENSE;
        // Other licenses of the customer may have begun before.
        long from = isOwn ? Math.max(window.startMillis(), began.toEpochMilli()) : window.startMillis();
        boolean isBilled = isOwn && license.state() != LicenseState.TRIALING;
        return Optional.of(new Basis(window, from, isBilled ? price(quota) : null));
    }

    /** Returns the price of a unit of a quota beyond its amount, null if there is none. */
    static @Nullable Money price(QuotaLimit quota) {
        return quota.overage() == null ? null : quota.overage().unitPrice();
    }

    LimitOutlook of(LimitStatus status, QuotaLimit quota, Basis basis) {
        Long projected = projected(status, basis);
        return new LimitOutlook(
                status,
                beyond(status, quota, status.used()),
                cost(status, quota, basis.price, status.used()),
                projected,
                projected == null ? null : cost(status, quota, basis.price, projected));
    }

    /** Limits the projection to the used and the remaining units; a correction may have gone beyond. */
    private @Nullable Long projected(LimitStatus status, Basis basis) {
        QuotaWindow window = basis.window;
        long used = Math.max(0, status.used());
        long elapsed = nowMillis - basis.fromMillis;
        if (elapsed <= 0 || elapsed < (window.endMillis() - window.startMillis()) / LEAST_SHARE) {
            return null;
        }
        BigDecimal straight = BigDecimal.valueOf(used)
                .multiply(BigDecimal.valueOf(window.endMillis() - basis.fromMillis))
                .divide(BigDecimal.valueOf(elapsed), 0, RoundingMode.HALF_EVEN);
        BigDecimal most = BigDecimal.valueOf(used).add(BigDecimal.valueOf(status.remaining()));
        return straight.min(most).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static long beyond(LimitStatus status, QuotaLimit quota, long used) {
        return Math.max(0, used - quota.amount() - status.carried());
    }

    /** Returns what units beyond the amount and what was carried cost, null without a price. */
    @Nullable
    Money cost(LimitStatus status, QuotaLimit quota, @Nullable Money price, long used) {
        Overage overage = quota.overage();
        if (overage == null || price == null || price.currency().getDefaultFractionDigits() < 0) {
            return null;
        }
        long units = Math.min(overage.cap(), beyond(status, quota, used));
        BigDecimal exact =
                BigDecimal.valueOf(units, meters.scale(quota.meter())).multiply(price.amount());
        return new Money(
                exact.setScale(price.currency().getDefaultFractionDigits(), RoundingMode.HALF_EVEN), price.currency());
    }
}
