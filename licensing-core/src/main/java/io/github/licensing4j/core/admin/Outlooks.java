package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.QuotaLimit.Overage;
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
 * Arithmetic of how quotas will end: what is used now, and on in a straight line from the start of the period, or of the
 * license within it. Before 5 % of the period have passed on that line it says nothing.
 */
final class Outlooks {
    private static final int LEAST_SHARE = 20;

    private final License license;
    private final long beganMillis;
    private final long nowMillis;
    private final Meters meters;

    /** @param began when the license began */
    Outlooks(License license, Instant began, long nowMillis, Meters meters) {
        this.license = license;
        this.beganMillis = began.toEpochMilli();
        this.nowMillis = nowMillis;
        this.meters = meters;
    }

    List<LimitOutlook> of(List<LimitStatus> statuses) {
        return statuses.stream().flatMap(status -> of(status).stream()).toList();
    }

    private Optional<LimitOutlook> of(LimitStatus status) {
        if (!(status.limit() instanceof QuotaLimit quota)) {
            return Optional.empty();
        }
        return quota.of() == Holder.KEY || quota.of() == Holder.USER
                ? Optional.empty()
                : Optional.of(of(status, quota, projected(status, Periods.of(quota, license, nowMillis))));
    }

    private LimitOutlook of(LimitStatus status, QuotaLimit quota, @Nullable Long projected) {
        return new LimitOutlook(
                status,
                beyond(status, quota, status.used()),
                cost(status, quota, status.used()),
                projected,
                projected == null ? null : cost(status, quota, projected));
    }

    /** What is let through is what is used and what remains; a correction may have gone beyond. */
    private @Nullable Long projected(LimitStatus status, QuotaWindow window) {
        long used = Math.max(0, status.used());
        long from = Math.max(window.startMillis(), beganMillis);
        long elapsed = nowMillis - from;
        if (elapsed <= 0 || elapsed < (window.endMillis() - window.startMillis()) / LEAST_SHARE) {
            return null;
        }
        BigDecimal straight = BigDecimal.valueOf(used)
                .multiply(BigDecimal.valueOf(window.endMillis() - from))
                .divide(BigDecimal.valueOf(elapsed), 0, RoundingMode.HALF_EVEN);
        BigDecimal most = BigDecimal.valueOf(used).add(BigDecimal.valueOf(status.remaining()));
        return straight.min(most).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static long beyond(LimitStatus status, QuotaLimit quota, long used) {
        return Math.max(0, used - quota.amount() - status.carried());
    }

    private @Nullable Money cost(LimitStatus status, QuotaLimit quota, long used) {
        Overage overage = quota.overage();
        Money price = overage == null ? null : overage.unitPrice();
        boolean isBilled = license.state() != LicenseState.TRIALING && quota.of() == Holder.LICENSE;
        if (overage == null || price == null || !isBilled || price.currency().getDefaultFractionDigits() < 0) {
            return null;
        }
        long units = Math.min(overage.cap(), beyond(status, quota, used));
        BigDecimal exact =
                BigDecimal.valueOf(units, meters.scale(quota.meter())).multiply(price.amount());
        return new Money(
                exact.setScale(price.currency().getDefaultFractionDigits(), RoundingMode.HALF_EVEN), price.currency());
    }
}
