package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counters of all licenses and customers: one small object each. Their number is bounded. Units that were counted
 * before the process began, or by counters that were evicted, are read from a ledger. Safe for use by many threads.
 */
public final class CounterMemory {
    private static final Logger log = LoggerFactory.getLogger(CounterMemory.class);

    /** The time for which a call waits for another one that ships usage to the ledger. */
    private static final long SHIPPING_TIMEOUT_MILLIS = 1000;

    /** The minimum of evicted counters that a ledger in the memory of the process keeps. */
    private static final int LEDGER_ROOM = 200_000;

    private final BoundedCounterMap<LicenseId> licenses;
    private final BoundedCounterMap<Customer> customers;
    private final ConcurrentHashMap<String, IssuerCounters> issuers = new ConcurrentHashMap<>();
    private final InitialCounts initialCounts;
    private final Shipments shipments;
    private final LedgerRoom ledgerRoom;
    private final Predicate<LicenseId> stored;
    private final NodeLeases leases;
    private final ReentrantLock shipping = new ReentrantLock();
    private volatile long refusedMillis = Long.MIN_VALUE;

    /** A customer, whose licenses count together under limits of that scope. */
    public record Customer(String issuer, String name) {}

    /**
     * Creates an empty memory.
     *
     * @param maxLicenses how many licenses may have counters at once; 1 or more. Stored ones get a place beyond it where no
     *     others can be evicted
     * @param initialCounts what was counted before
     * @param stored whether a license has a record
     * @param leases what this node has leased of quotas that nodes share
     */
    public CounterMemory(int maxLicenses, InitialCounts initialCounts, Predicate<LicenseId> stored, NodeLeases leases) {
        if (maxLicenses < 1) {
            throw new IllegalArgumentException("at least one license needs counters, got " + maxLicenses);
        }
        this.licenses = new BoundedCounterMap<>(maxLicenses, Counters::new);
        this.customers = new BoundedCounterMap<>(maxLicenses, Counters::new);
        this.initialCounts = initialCounts;
        this.shipments = initialCounts.shipments();
        this.ledgerRoom = new LedgerRoom(shipments.isDurable(), Math.max(maxLicenses, LEDGER_ROOM));
        this.stored = stored;
        this.leases = leases;
    }

    /** Returns the number of licenses that have counters. */
    public int size() {
        return licenses.size();
    }

    /** Returns the maximum of licenses that may have counters at once. */
    public int maxLicenses() {
        return licenses.max();
    }

    /**
     * Returns the instant at which a license last found no room for its counters, in epoch milliseconds; {@link
     * Long#MIN_VALUE} if none ever did.
     */
    public long refusedMillis() {
        return refusedMillis;
    }

    public BoundedCounterMap<LicenseId> licenses() {
        return licenses;
    }

    public BoundedCounterMap<Customer> customers() {
        return customers;
    }

    public InitialCounts initialCounts() {
        return initialCounts;
    }

    public Shipments shipments() {
        return shipments;
    }

    /** Returns what this node has leased of quotas. */
    public NodeLeases leases() {
        return leases;
    }

    LedgerRoom ledgerRoom() {
        return ledgerRoom;
    }

    /** Returns the state of an issuer, kept for good: only trusted issuers are counted, so there are few. */
    public IssuerCounters issuer(String issuer) {
        IssuerCounters known = issuers.get(issuer);
        return known == null
                ? issuers.computeIfAbsent(issuer, name -> new IssuerCounters(name, this, initialCounts.sinceMillis()))
                : known;
    }

    /**
     * Returns whether a license has a record; false where that cannot be read, so that it shares the room of those that
     * have none.
     */
    public boolean isStored(LicenseId license) {
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

    /**
     * Returns a predicate that is true for the number of the last begun shipment if the ledger has what was counted
     * before it.
     */
    IntPredicate inLedger(long nowMillis) {
        if (!ledgerRoom.isLeft(nowMillis)) {
            return begun -> false;
        }
        int complete = shipments.complete();
        return begun -> begun - complete < 0;
    }

    /** Ships what was counted to the ledger; false if it cannot be reached. One thread does it for all that wait. */
    public boolean ship() {
        int begun = shipments.begun();
        try {
            if (!shipping.tryLock(SHIPPING_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
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
            log.debug("Usage cannot be shipped to the ledger", e);
            return false;
        } finally {
            shipping.unlock();
        }
    }
}
