package io.github.licensing4j.core.limit.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.limit.concurrency.CallsInFlight;
import io.github.licensing4j.core.limit.counter.CounterMemory;
import io.github.licensing4j.core.limit.counter.CounterMemory.Customer;
import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.core.limit.quota.CounterLevels;
import io.github.licensing4j.core.limit.quota.CounterLoader;
import io.github.licensing4j.core.limit.rate.RateBuckets;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters of one license. Keeps a reference to them, and looks them up again after they were evicted. */
public final class InMemoryAccount implements QuotaAccount, RateLimitAccount, ConcurrencyAccount {
    private static final String FULL = "every place for counters is taken by licenses in use";

    private final CounterMemory memory;
    private final RateBuckets buckets;
    private final LicenseId license;
    private volatile @Nullable Counters last;

    InMemoryAccount(CounterMemory memory, RateBuckets buckets, LicenseId license) {
        this.memory = memory;
        this.buckets = buckets;
        this.license = license;
    }

    @Override
    public QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        String customer = customer(quotas);
        boolean hasShipped = false;
        for (CounterLevels counterLevels = levels(customer, nowMillis);
                counterLevels != null;
                counterLevels = findLevels(customer, nowMillis)) {
            QuotaResult answer = reserve(counterLevels, quotas, credits, nowMillis);
            if (answer == CounterLevels.NO_ROOM && !hasShipped) {
                // Counters of keys and users whose usage is in the ledger can be evicted.
                hasShipped = true;
                answer = memory.ship() ? reserve(counterLevels, quotas, credits, nowMillis) : answer;
            }
            if (answer != CounterLevels.EVICTED) {
                return answer;
            }
        }
        return new HoldResult.Unavailable(FULL);
    }

    private QuotaResult reserve(
            CounterLevels counterLevels, List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        QuotaResult answer = counterLevels.reserve(quotas, credits, nowMillis);
        while (answer == CounterLevels.NOT_LOADED) {
            QuotaResult failure = load(new CounterLoader(license, counterLevels, nowMillis), quotas, credits);
            answer = failure == null ? counterLevels.reserve(quotas, credits, nowMillis) : failure;
        }
        return answer;
    }

    private static @Nullable QuotaResult load(
            CounterLoader counterLoader, List<QuotaClaim> quotas, List<CreditsClaim> credits) {
        try {
            return counterLoader.load(quotas, credits) ? null : CounterLevels.NO_ROOM;
        } catch (RuntimeException e) {
            return new HoldResult.Unavailable("what was counted before cannot be read: " + e.getMessage());
        }
    }

    /** Returns the customer whose counters a claim uses, null if none does. */
    private static @Nullable String customer(List<QuotaClaim> quotas) {
        for (int i = 0; i < quotas.size(); i++) {
            CounterId counter = quotas.get(i).counter();
            if (counter.scope() == Scope.CUSTOMER) {
                return counter.subject();
            }
        }
        return null;
    }

    @Override
    public ConcurrencyResult enter(List<ConcurrencyClaim> claims, long nowMillis) {
        for (Counters counters = known(nowMillis); counters != null; counters = findAgain(nowMillis)) {
            ConcurrencyResult result = CallsInFlight.enter(counters, claims);
            if (result != CallsInFlight.EVICTED) {
                return result;
            }
        }
        return new HoldResult.Unavailable(FULL);
    }

    @Override
    public RateResult take(List<RateClaim> claims, long nowMillis) {
        for (Counters counters = known(nowMillis); counters != null; counters = findAgain(nowMillis)) {
            RateResult result = buckets.take(counters, claims, nowMillis);
            if (result != RateBuckets.EVICTED) {
                return result;
            }
        }
        return new HoldResult.Unavailable(FULL);
    }

    @Override
    public long used(CounterId counter, QuotaWindow window) {
        Counters counters = find(counter);
        if (counters != null && memory.leases().areShared()) {
            new CounterLevels(counters, null).refresh(license, counter, window);
        }
        long used = counters == null ? CounterLevels.UNKNOWN : CounterLevels.used(counters, counter, window);
        if (used != CounterLevels.UNKNOWN) {
            return used;
        }
        return isBeforeStart(window) ? memory.initialCounts().counted(license, counter, window) : 0;
    }

    private boolean isBeforeStart(QuotaWindow window) {
        return memory.issuer(license.issuer()).isBeforeStart(window.startMillis());
    }

    /** Returns the counters that contain a counter, null while there is no room for them. */
    private @Nullable Counters find(CounterId counter) {
        return counter.scope() == Scope.CUSTOMER
                ? memory.customers().find(new Customer(license.issuer(), counter.subject()))
                : memory.licenses().find(license);
    }

    @Override
    public long used(QuotaClaim claim) {
        CounterStart start = CounterLevels.start(claim, claim.window());
        if (start == null || memory.leases().areShared()) {
            return used(claim.counter(), claim.window());
        }
        Counters counters = find(claim.counter());
        long used = counters == null
                ? CounterLevels.UNKNOWN
                : CounterLevels.used(counters, claim.counter(), claim.window(), start);
        return used == CounterLevels.UNKNOWN
                ? memory.initialCounts().counted(license, claim.counter(), claim.window(), start)
                : used;
    }

    @Override
    public void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis) {
        // A counter that is not here yet and began before the process is read from the ledger, with this correction.
        if (find(counter) == null && isBeforeStart(window)) {
            return;
        }
        String customer = counter.scope() == Scope.CUSTOMER ? counter.subject() : null;
        CounterLevels counterLevels = levels(customer, nowMillis);
        while (counterLevels != null && !counterLevels.adjust(counter, window, units, nowMillis)) {
            counterLevels = findLevels(customer, nowMillis);
        }
    }

    @Override
    public int inFlight(CounterId counter) {
        return CallsInFlight.inFlight(memory.licenses().find(license), counter);
    }

    @Override
    public RateLimitState state(RateClaim claim, long nowMillis) {
        return buckets.state(memory.licenses().find(license), claim, nowMillis);
    }

    @Override
    public boolean wouldFit(RateClaim claim, long nowMillis) {
        return buckets.wouldFit(memory.licenses().find(license), claim, nowMillis);
    }

    @Override
    public long fitsAt(RateClaim claim, long nowMillis) {
        return buckets.fitsAt(memory.licenses().find(license), claim, nowMillis);
    }

    /** Returns the remembered counters of a call, null if they must be found again. */
    private @Nullable CounterLevels levels(@Nullable String customer, long nowMillis) {
        Counters own = last;
        return own != null && customer == null ? new CounterLevels(own, null) : findLevels(customer, nowMillis);
    }

    private @Nullable CounterLevels findLevels(@Nullable String customer, long nowMillis) {
        Counters own = findAgain(nowMillis);
        Counters shared = customer == null ? null : sharedBy(customer, nowMillis);
        return own == null || (customer != null && shared == null) ? null : new CounterLevels(own, shared);
    }

    private @Nullable Counters sharedBy(String name, long nowMillis) {
        Customer customer = new Customer(license.issuer(), name);
        Counters found = memory.customers().find(customer);
        return found != null
                ? found
                : memory.customers()
                        .findOrMake(customer, memory.issuer(license.issuer()), memory.isStored(license), nowMillis);
    }

    private @Nullable Counters known(long nowMillis) {
        Counters counters = last;
        return counters != null ? counters : findAgain(nowMillis);
    }

    private @Nullable Counters findAgain(long nowMillis) {
        Counters counters = memory.licenses().find(license);
        if (counters == null) {
            counters = memory.licenses()
                    .findOrMake(license, memory.issuer(license.issuer()), memory.isStored(license), nowMillis);
        }
        last = counters;
        return counters;
    }
}
