package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quotas, credits, rates and calls in flight for as long as the process lives: one small object a license, and one a customer,
 * in a bounded number of {@link BoundedCounterMap}. What was counted before the process began, or by counters that were evicted, comes from
 * a seed.
 */
public final class InMemoryCounters implements QuotaStore, RateLimitStore, ConcurrencyStore {
    private static final Logger log = LoggerFactory.getLogger(InMemoryCounters.class);

    /** How long a newcomer waits for another one that brings usage to the ledger. */
    private static final long PATIENCE_MILLIS = 1000;

    /** How many evicted counters a ledger in the memory of the process keeps at least. */
    private static final int LEDGER_ROOM = 200_000;

    private final BoundedCounterMap<LicenseId> licenses;
    private final BoundedCounterMap<Customer> customers;
    private final ConcurrentHashMap<String, IssuerCounters> issuers = new ConcurrentHashMap<>();
    private final BucketConfigurations configurations = new BucketConfigurations();
    private final InitialCounts seed;
    private final Shipments shipments;
    private final LedgerRoom ledgerRoom;
    private final Predicate<LicenseId> stored;
    private final ReentrantLock shipping = new ReentrantLock();
    private volatile long refusedMillis = Long.MIN_VALUE;

    /** A customer, whose licenses count together where a limit says so. */
    record Customer(String issuer, String name) {}

    /**
     * Counters that begin with nothing counted.
     *
     * @param maxLicenses how many licenses may have counters at once; 1 or more
     */
    public InMemoryCounters(int maxLicenses) {
        this(maxLicenses, InitialCounts.none(), license -> false);
    }

    /**
     * @param maxLicenses how many licenses may have counters at once; 1 or more. Stored ones get a place beyond it where no
     *     others can be evicted
     * @param seed what was counted before
     * @param stored whether a license has a record
     */
    public InMemoryCounters(int maxLicenses, InitialCounts seed, Predicate<LicenseId> stored) {
        if (maxLicenses < 1) {
            throw new IllegalArgumentException("at least one license needs counters, got " + maxLicenses);
        }
        this.licenses = new BoundedCounterMap<>(maxLicenses, Counters::new);
        this.customers = new BoundedCounterMap<>(maxLicenses, Counters::new);
        this.seed = seed;
        this.shipments = seed.shipments();
        this.ledgerRoom = new LedgerRoom(shipments.isDurable(), Math.max(maxLicenses, LEDGER_ROOM));
        this.stored = stored;
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

    /** When a license last found no place for its counters, in epoch milliseconds; {@link Long#MIN_VALUE} if none ever did. */
    public long refusedMillis() {
        return refusedMillis;
    }

    BoundedCounterMap<LicenseId> licenses() {
        return licenses;
    }

    BoundedCounterMap<Customer> customers() {
        return customers;
    }

    BucketConfigurations configurations() {
        return configurations;
    }

    InitialCounts seed() {
        return seed;
    }

    Shipments shipments() {
        return shipments;
    }

    LedgerRoom ledgerRoom() {
        return ledgerRoom;
    }

    /** Issuers are those that the host trusts, so there are few. */
    IssuerCounters issuer(String issuer) {
        IssuerCounters known = issuers.get(issuer);
        return known == null
                ? issuers.computeIfAbsent(issuer, name -> new IssuerCounters(name, this, seed.sinceMillis()))
                : known;
    }

    /** Whether a license has a record. Where that cannot be found out, it shares places with those that have none. */
    boolean isStored(LicenseId license) {
        try {
            return stored.test(license);
        } catch (RuntimeException e) {
            log.debug("Whether license {} is stored is not known", license.value(), e);
            return false;
        }
    }

    void refused(long nowMillis) {
        refusedMillis = nowMillis;
    }

    /** Whether the ledger has what was counted when a shipment of a number was the last to have begun. */
    IntPredicate inLedger(long nowMillis) {
        if (!ledgerRoom.isLeft(nowMillis)) {
            return begun -> false;
        }
        int complete = shipments.complete();
        return begun -> begun - complete < 0;
    }

    /** Brings what was counted to the ledger; false if it cannot be reached. One thread does it for all that wait. */
    boolean ship() {
        int begun = shipments.begun();
        try {
            if (!shipping.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            if (begun - shipments.complete() >= 0) {
                shipments.ship();
            }
            return true;
        } catch (RuntimeException e) {
            log.debug("Usage cannot be brought to the ledger", e);
            return false;
        } finally {
            shipping.unlock();
        }
    }
}
