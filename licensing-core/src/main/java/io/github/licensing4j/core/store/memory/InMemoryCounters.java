package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Quotas, rates and calls in flight for as long as the process lives: one small object a license, at most so many.
 *
 * <p>When all places are taken, a license that would start with full allowances anyway makes room: no quota used in a
 * period that still runs, every bucket full, nothing in flight. Where none is, new licenses are unavailable rather than
 * old ones forgotten, so that no allowance is ever handed out twice.
 */
public final class InMemoryCounters implements QuotaStore, RateLimitStore {
    /** How many accounts one newcomer looks at for one that may go; bounds the cost of a full store. */
    private static final int LOOKS = 64;

    private final ConcurrentHashMap<LicenseId, Counters> licenses = new ConcurrentHashMap<>();
    private final BucketConfigurations configurations = new BucketConfigurations();
    private final int maxLicenses;
    private final ReentrantLock making = new ReentrantLock();
    private Iterator<Counters> hand = licenses.values().iterator();

    /**
     * @param maxLicenses how many licenses may have counters at once; 1 or more
     */
    public InMemoryCounters(int maxLicenses) {
        if (maxLicenses < 1) {
            throw new IllegalArgumentException("at least one license needs counters, got " + maxLicenses);
        }
        this.maxLicenses = maxLicenses;
    }

    @Override
    public InMemoryAccount account(LicenseId license) {
        return new InMemoryAccount(this, license);
    }

    /** How many licenses have counters. */
    public int size() {
        return licenses.size();
    }

    /** How many licenses may have counters at once. */
    public int maxLicenses() {
        return maxLicenses;
    }

    BucketConfigurations configurations() {
        return configurations;
    }

    /** The counters of a license, null if it has none. */
    @Nullable
    Counters find(LicenseId license) {
        return licenses.get(license);
    }

    /** The counters of a license, made if there is a place for them; null if there is none. */
    @Nullable
    Counters findOrMake(LicenseId license, long nowMillis) {
        Counters present = licenses.get(license);
        if (present != null) {
            return present;
        }
        making.lock();
        try {
            present = licenses.get(license);
            if (present != null || (licenses.size() >= maxLicenses && !makeRoom(nowMillis))) {
                return present;
            }
            Counters made = new Counters(license, configurations);
            licenses.put(license, made);
            return made;
        } finally {
            making.unlock();
        }
    }

    private boolean makeRoom(long nowMillis) {
        for (int look = 0; look < LOOKS; look++) {
            if (!hand.hasNext()) {
                hand = licenses.values().iterator();
            }
            Counters next = hand.next();
            if (next.retire(nowMillis)) {
                licenses.remove(next.license(), next);
                return true;
            }
        }
        return false;
    }
}
