package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.redis.LicensePermits.Wait;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes permits of one license out of the slices of this node, and more of them out of Redis. */
final class RedisRateAccount implements RateLimitAccount {
    private final RedisRates rates;
    private final LicenseId license;
    private final RateLimitAccount duringOutage;
    private volatile @Nullable LicensePermits last;

    RedisRateAccount(RedisRates rates, LicenseId license, RateLimitAccount duringOutage) {
        this.rates = rates;
        this.license = license;
        this.duringOutage = duringOutage;
    }

    @Override
    public RateResult take(List<RateClaim> claims, long nowMillis) {
        long now = rates.clock().nanos();
        RateResult result = permits().take(claims, now, nowMillis);
        boolean isDecided =
                result instanceof RateHold || (isFinal(result) && rates.link().session() != null);
        return isDecided ? result : fetch(claims, now, nowMillis);
    }

    private static boolean isFinal(RateResult result) {
        return result != LicensePermits.MISSING && result != LicensePermits.EVICTED;
    }

    /** Waits for permits out of Redis, never longer than the time-out. */
    private RateResult fetch(List<RateClaim> claims, long start, long nowMillis) {
        long deadline = start + rates.link().timeout().toNanos();
        long now = start;
        while (rates.link().session() != null) {
            LicensePermits permits = permits();
            RateResult result = permits.take(claims, now, nowMillis);
            if (isFinal(result)) {
                return result;
            }
            Wait wait = permits.await(claims, now);
            if (wait != null && !await(permits, wait, deadline - now)) {
                return withoutRedis(claims, nowMillis);
            }
            now = rates.clock().nanos();
            if (now - deadline >= 0) {
                // Other calls took what arrived. Redis is too slow for all of them, which is no fault of the caller.
                result = permits.take(claims, now, nowMillis);
                return isFinal(result) ? result : withoutRedis(claims, nowMillis);
            }
        }
        return withoutRedis(claims, nowMillis);
    }

    private boolean await(LicensePermits permits, Wait wait, long nanos) {
        if (wait.isNew()) {
            rates.send(permits, wait.fetch());
        }
        boolean hasAnswered = wait.fetch().await(nanos);
        permits.waited(wait);
        return hasAnswered;
    }

    private RateResult withoutRedis(List<RateClaim> claims, long nowMillis) {
        RateResult result = duringOutage.take(claims, nowMillis);
        if (result instanceof RateHold) {
            rates.link()
                    .outages()
                    .granted(claims.stream().mapToLong(RateClaim::permits).sum());
        }
        return result;
    }

    @Override
    public RateLimitState state(RateClaim claim, long nowMillis) {
        long now = rates.clock().nanos();
        if (rates.link().session() == null) {
            return duringOutage.state(claim, nowMillis);
        }
        LicensePermits permits = permits();
        Wait wait = permits.awaitReading(claim, now);
        if (wait != null) {
            boolean unused = await(permits, wait, rates.link().timeout().toNanos());
        }
        return permits.state(claim, now, nowMillis);
    }

    @Override
    public boolean wouldFit(RateClaim claim, long nowMillis) {
        if (rates.link().session() == null) {
            return duringOutage.wouldFit(claim, nowMillis);
        }
        long now = rates.clock().nanos();
        return permits().wouldFit(claim, now);
    }

    @Override
    public long fitsAt(RateClaim claim, long nowMillis) {
        if (rates.link().session() == null) {
            return duringOutage.fitsAt(claim, nowMillis);
        }
        long now = rates.clock().nanos();
        return permits().fitsAt(claim, now, nowMillis);
    }

    private LicensePermits permits() {
        LicensePermits known = last;
        if (known == null || known.isEvicted()) {
            known = rates.find(license);
            last = known;
        }
        return known;
    }
}
