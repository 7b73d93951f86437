package io.github.licensing4j.servlet;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.SeatsLimit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Computes the constant parts of a limit for header fields and problems, apart from its current level. */
final class LimitFields {
    private LimitFields() {}

    /**
     * Returns the most that can be used: a bucket's burst, a period's amount with its overage, a balance of credits.
     */
    static long most(LimitStatus status) {
        Limit limit = status.limit();
        return switch (limit.kind()) {
            case QUOTA -> ((QuotaLimit) limit).ceiling();
            case RATE, CREDITS, CONCURRENCY, SEATS -> amount(status);
        };
    }

    /** Returns what is included: a bucket's burst, a period's amount without overage, the credits that are in force. */
    static long amount(LimitStatus status) {
        Limit limit = status.limit();
        return switch (limit.kind()) {
            case RATE -> shown((RateLimit) limit).burst();
            case QUOTA -> ((QuotaLimit) limit).amount();
            case CREDITS -> balance(status);
            case CONCURRENCY -> ((ConcurrencyLimit) limit).max();
            case SEATS -> ((SeatsLimit) limit).max();
        };
    }

    private static long balance(LimitStatus credits) {
        long sum = credits.used() + credits.remaining();
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * Returns whether the included amount is a balance of the license, not the same for all licenses under this limit.
     */
    static boolean isBalance(Limit limit) {
        return switch (limit.kind()) {
            case CREDITS -> true;
            case RATE, QUOTA, CONCURRENCY, SEATS -> false;
        };
    }

    /** Returns the smallest units in a whole unit of a limit; 0 if the scale of its meter is unknown. */
    static long factor(CatalogSummary catalog, Limit limit) {
        OptionalInt scale = catalog.scale(limit);
        long factor = scale.isPresent() ? 1 : 0;
        for (int i = 0; i < scale.orElse(0); i++) {
            factor *= 10;
        }
        return factor;
    }

    /**
     * Returns the seconds in which a limit refills or resets completely, rounded up; empty if that varies or never
     * happens by itself.
     */
    static OptionalLong window(Limit limit) {
        return switch (limit.kind()) {
            case RATE -> OptionalLong.of(refill(shown((RateLimit) limit)));
            case QUOTA -> period(((QuotaLimit) limit).per());
            case CREDITS, CONCURRENCY, SEATS -> OptionalLong.empty();
        };
    }

    private static long refill(RateLimit.Band band) {
        BigDecimal nanos = new BigDecimal(BigInteger.valueOf(band.burst())).multiply(new BigDecimal(nanos(band.per())));
        return wholeSeconds(nanos.divide(BigDecimal.valueOf(band.permits()), 0, RoundingMode.CEILING));
    }

    private static OptionalLong period(ContractPeriod per) {
        return per.isCalendar()
                ? OptionalLong.empty()
                : OptionalLong.of(wholeSeconds(new BigDecimal(nanos(per.time()))));
    }

    /** Returns the quantity unit of a limit in the policy, empty if that is the default: requests. */
    static Optional<String> quantityUnit(Limit limit) {
        return switch (limit.kind()) {
            case CONCURRENCY -> Optional.of("concurrent-requests");
            case SEATS -> Optional.of("seats");
            case RATE, QUOTA, CREDITS -> Optional.empty();
        };
    }

    /** Returns whether calls use a limit up, so that none passes when nothing remains. */
    static boolean isUsedUp(Limit limit) {
        return switch (limit.kind()) {
            case RATE, QUOTA, CREDITS, CONCURRENCY -> true;
            case SEATS -> false;
        };
    }

    /** Returns the smallest bucket, which is the first to run out. */
    private static RateLimit.Band shown(RateLimit rate) {
        return rate.bands().stream()
                .min(Comparator.comparingLong(RateLimit.Band::burst))
                .orElseThrow();
    }

    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000L))
                .add(BigInteger.valueOf(duration.getNano()));
    }

    private static long wholeSeconds(BigDecimal nanos) {
        return nanos.divide(BigDecimal.valueOf(1_000_000_000L), 0, RoundingMode.CEILING)
                .min(BigDecimal.valueOf(Seconds.MAX))
                .longValueExact();
    }
}
