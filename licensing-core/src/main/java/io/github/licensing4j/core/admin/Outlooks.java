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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arithmetic of how quotas will end: a straight line from the start of the period through what is used now. */
final class Outlooks {
    private final License license;
    private final long nowMillis;
    private final Meters meters;

    Outlooks(License license, long nowMillis, Meters meters) {
        this.license = license;
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

    private LimitOutlook of(LimitStatus status, QuotaLimit quota, long projected) {
        return new LimitOutlook(
                status,
                beyond(status, quota, status.used()),
                cost(status, quota, status.used()),
                projected,
                cost(status, quota, projected));
    }

    /** What is let through is what is used and what remains; a correction may have gone beyond. */
    private long projected(LimitStatus status, QuotaWindow window) {
        long used = Math.max(0, status.used());
        BigDecimal length = BigDecimal.valueOf(window.endMillis() - window.startMillis());
        BigDecimal elapsed = BigDecimal.valueOf(Math.max(1, nowMillis - window.startMillis()));
        BigDecimal straight = BigDecimal.valueOf(used).multiply(length).divide(elapsed, 0, RoundingMode.HALF_EVEN);
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
