package io.github.licensing4j.examples.extension;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.CreditsClaim.Grant;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of one license, each of a counter and a window. Counts of past windows are kept. */
final class SynchronizedAccount implements QuotaAccount {
    private final Map<Place, Long> counts = new HashMap<>();
    private final Map<CounterId, Long> newestStart = new HashMap<>();

    private record Place(CounterId counter, QuotaWindow window) {}

    @Override
    public synchronized QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        for (int i = 0; i < quotas.size(); i++) {
            QuotaClaim claim = quotas.get(i);
            if (isUnknownPast(claim) || !claim.fits(used(claim), carried(claim))) {
                return new QuotaResult.Exhausted(i, used(claim), carried(claim));
            }
        }
        for (int i = 0; i < credits.size(); i++) {
            CreditsClaim claim = credits.get(i);
            if (!claim.fits(balance(claim, nowMillis))) {
                return new QuotaResult.CreditsExhausted(i, consumed(claim), balance(claim, nowMillis));
            }
        }
        return new SynchronizedHold(this, quotas, credits, nowMillis);
    }

    /** Returns whether the window is older than one that was counted already, and has no count of its own. */
    private boolean isUnknownPast(QuotaClaim claim) {
        Long newest = newestStart.get(claim.counter());
        return newest != null
                && claim.window().startMillis() < newest
                && !counts.containsKey(new Place(claim.counter(), claim.window()));
    }

    @Override
    public synchronized long used(CounterId counter, QuotaWindow window) {
        return counts.getOrDefault(new Place(counter, window), 0L);
    }

    @Override
    public synchronized void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis) {
        add(counter, window, units);
    }

    /** Adds units; a sum that a long cannot hold becomes the nearest number that it can. */
    synchronized void add(CounterId counter, QuotaWindow window, long units) {
        counts.merge(new Place(counter, window), units, SynchronizedAccount::sum);
        newestStart.merge(counter, window.startMillis(), Math::max);
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        boolean isTooLarge = ((one ^ sum) & (other ^ sum)) < 0;
        return isTooLarge ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    long carried(QuotaClaim claim) {
        QuotaClaim.Carry carry = claim.carry();
        return carry == null ? 0 : carry.units(used(claim.counter(), carry.from()));
    }

    synchronized long consumed(CreditsClaim claim) {
        return claim.grants().stream().mapToLong(this::consumed).sum();
    }

    synchronized long consumed(Grant grant) {
        return used(grant.counter(), CreditsClaim.EVER);
    }

    synchronized long balance(CreditsClaim claim, long nowMillis) {
        return claim.grants().stream()
                .mapToLong(grant -> left(grant, nowMillis))
                .sum();
    }

    /** Returns what is left of a grant; only a debt after its expiry. */
    synchronized long left(Grant grant, long nowMillis) {
        long left = grant.amount() - consumed(grant);
        return nowMillis < grant.expiresMillis() ? left : Math.min(0, left);
    }
}
