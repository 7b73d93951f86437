package io.github.licensing4j.core.license;

import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseStore;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Caches the licenses of customers, up to 1,000 of each, until the store changes. Safe for use by many threads. */
public final class CustomerLicenses {
    private static final int MOST = 1_000;
    private static final int CUSTOMERS = 1_000;

    private final LicenseStore licenses;
    private final LicenseCache cache;
    private final InstantSource clock;
    private final Map<Customer, List<LicenseRecord>> known = new HashMap<>();
    private long generation;

    private record Customer(String issuer, String name) {}

    public CustomerLicenses(LicenseStore licenses, LicenseCache cache, InstantSource clock) {
        this.licenses = licenses;
        this.cache = cache;
        this.clock = clock;
        this.generation = cache.generation();
    }

    public synchronized List<LicenseRecord> of(String issuer, String customer) {
        // The generation first: what is read after it is at least as new.
        long now = cache.generation();
        if (now != generation || known.size() >= CUSTOMERS) {
            known.clear();
            generation = now;
        }
        return known.computeIfAbsent(new Customer(issuer, customer), this::read);
    }

    private List<LicenseRecord> read(Customer customer) {
        return licenses.list(new LicenseQuery(customer.issuer, customer.name, null, null, MOST, clock.instant()))
                .items();
    }
}
