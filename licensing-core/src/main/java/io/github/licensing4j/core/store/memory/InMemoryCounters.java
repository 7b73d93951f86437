package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;

/**
 * Quotas, credits, rates and calls in flight for as long as the process lives: one small object a license, at most so many,
 * and as many customers. What was counted before the process began comes from a seed.
 */
public final class InMemoryCounters implements QuotaStore, RateLimitStore {
    private final Places<LicenseId> licenses;
    private final Places<Customer> customers;
    private final BucketConfigurations configurations = new BucketConfigurations();
    private final CounterSeed seed;
    private final long sinceMillis;

    /** A customer, whose licenses count together where a limit says so. */
    record Customer(String issuer, String name) {}

    /**
     * Counters that begin with nothing counted.
     *
     * @param maxLicenses how many licenses may have counters at once; 1 or more
     */
    public InMemoryCounters(int maxLicenses) {
        this(maxLicenses, CounterSeed.none());
    }

    /**
     * @param maxLicenses how many licenses may have counters at once; 1 or more
     * @param seed what was counted before
     */
    public InMemoryCounters(int maxLicenses, CounterSeed seed) {
        if (maxLicenses < 1) {
            throw new IllegalArgumentException("at least one license needs counters, got " + maxLicenses);
        }
        this.licenses = new Places<>(maxLicenses, license -> new Counters(license, this));
        this.customers = new Places<>(maxLicenses, customer -> new Counters(customer, this));
        this.seed = seed;
        this.sinceMillis = seed.sinceMillis();
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
        return licenses.max();
    }

    Places<LicenseId> licenses() {
        return licenses;
    }

    Places<Customer> customers() {
        return customers;
    }

    BucketConfigurations configurations() {
        return configurations;
    }

    CounterSeed seed() {
        return seed;
    }

    /**
     * Whether the seed must be asked for what was counted in a window that began then. In the millisecond of the start the run
     * before, or another node, may have counted too.
     */
    boolean isBeforeStart(long windowStartMillis) {
        return windowStartMillis <= sinceMillis;
    }
}
