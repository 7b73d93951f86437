package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaAnswer;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateAnswer;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateStanding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to the counters of one license that remembers where they were and finds them again when they have moved. */
final class InMemoryAccount implements QuotaAccount, RateLimitAccount {
    private static final String FULL = "every place for counters is taken by a license in use";

    private final InMemoryCounters store;
    private final LicenseId license;
    private volatile @Nullable Counters last;

    InMemoryAccount(InMemoryCounters store, LicenseId license) {
        this.store = store;
        this.license = license;
    }

    @Override
    public QuotaAnswer reserve(List<QuotaClaim> claims, long nowMillis) {
        for (Counters counters = known(nowMillis); counters != null; counters = findAgain(nowMillis)) {
            QuotaAnswer answer = counters.reserve(claims);
            if (answer != Counters.RETIRED_QUOTAS) {
                return answer;
            }
        }
        return new QuotaAnswer.Unavailable(FULL);
    }

    @Override
    public RateAnswer take(List<ConcurrencyClaim> concurrency, List<RateClaim> rates, long nowMillis) {
        for (Counters counters = known(nowMillis); counters != null; counters = findAgain(nowMillis)) {
            RateAnswer answer = counters.take(concurrency, rates, nowMillis);
            if (answer != Counters.RETIRED_RATES) {
                return answer;
            }
        }
        return new RateAnswer.Unavailable(FULL);
    }

    @Override
    public long used(CounterId counter, QuotaWindow window) {
        Counters counters = store.find(license);
        return counters == null ? 0 : counters.used(counter, window);
    }

    @Override
    public int inFlight(CounterId counter) {
        Counters counters = store.find(license);
        return counters == null ? 0 : counters.inFlight(counter);
    }

    @Override
    public RateStanding standing(RateClaim claim, long nowMillis) {
        Counters counters = store.find(license);
        return counters == null
                ? new RateCounter(claim, store.configurations(), nowMillis).standing(nowMillis)
                : counters.standing(claim, nowMillis);
    }

    @Override
    public boolean wouldFit(RateClaim claim, long nowMillis) {
        Counters counters = store.find(license);
        return counters == null
                ? RateCounter.fitsWhole(claim.limit(), claim.permits())
                : counters.wouldFit(claim, nowMillis);
    }

    private @Nullable Counters known(long nowMillis) {
        Counters counters = last;
        return counters != null ? counters : findAgain(nowMillis);
    }

    private @Nullable Counters findAgain(long nowMillis) {
        Counters counters = store.findOrMake(license, nowMillis);
        last = counters;
        return counters;
    }
}
