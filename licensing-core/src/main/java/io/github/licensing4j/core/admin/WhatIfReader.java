package io.github.licensing4j.core.admin;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.usage.invoice.HeldSeats;
import io.github.licensing4j.core.usage.whatif.ReplayedCustomer.StoredCustomer;
import io.github.licensing4j.core.usage.whatif.ReplayedLicense.Stored;
import io.github.licensing4j.core.usage.whatif.ReplayedPeriod;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads what a replay needs: customers in batches, and their calls day by day, so that it fits into memory. */
final class WhatIfReader {
    /** The number of licenses that are replayed at once. */
    private static final int BATCH = 20_000;

    private static final int PAGE_OF_LICENSES = 1_000;
    private static final int PAGE_OF_ROWS = 20_000;
    private static final int PAGE_OF_SEATS = 1_000;
    private static final Duration SLICE = Duration.ofDays(1);

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final LicensesOfCustomer licenses;

    WhatIfReader(String issuer, AdminTransactions adminTransactions) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.licenses = new LicensesOfCustomer(issuer, adminTransactions);
    }

    private Store store() {
        return adminTransactions.store();
    }

    /**
     * Passes every customer on, in batches.
     *
     * @param countersFrom the first instant whose counters are read
     */
    void forEachBatch(Instant countersFrom, Consumer<List<StoredCustomer>> action) {
        List<StoredCustomer> batch = new ArrayList<>();
        int[] size = {0};
        Page.forEach(
                cursor -> store().licenses()
                        .list(new LicenseQuery(issuer, null, null, cursor, PAGE_OF_LICENSES, adminTransactions.now())),
                license -> {
                    List<LicenseRecord> all = licenses.all(license.customer());
                    // Each customer once, with the first of its licenses.
                    if (!all.isEmpty() && all.get(0).id().equals(license.id())) {
                        batch.add(customer(license.customer(), all, countersFrom));
                        size[0] += all.size();
                    }
                    if (size[0] >= BATCH) {
                        action.accept(List.copyOf(batch));
                        batch.clear();
                        size[0] = 0;
                    }
                });
        if (!batch.isEmpty()) {
            action.accept(List.copyOf(batch));
        }
    }

    private StoredCustomer customer(String name, List<LicenseRecord> all, Instant countersFrom) {
        return new StoredCustomer(
                name,
                store().usage().customerCounters(issuer, name, countersFrom),
                all.stream()
                        .map(license -> new Stored(
                                license,
                                store().licenses().past(license.id()),
                                store().usage().counters(license.id(), countersFrom)))
                        .toList());
    }

    /** Passes on the totals of a period in the order of hours. */
    void forEachTotal(ReplayedPeriod period, Set<UsageDimension> by, Consumer<UsageTotal> action) {
        for (Instant from = period.from(); from.isBefore(period.to()); from = from.plus(SLICE)) {
            Instant start = from;
            Instant end = from.plus(SLICE).isAfter(period.to()) ? period.to() : from.plus(SLICE);
            Page.forEach(
                    cursor -> store().usage()
                            .usage(new UsageQuery(
                                    issuer,
                                    UsageSelection.all(),
                                    start,
                                    end,
                                    by,
                                    UsageKind.CHARGED,
                                    cursor,
                                    PAGE_OF_ROWS)),
                    action);
        }
    }

    /** Returns the number of calls of a period, those of licenses that are not stored included. */
    long calls(ReplayedPeriod period) {
        UsageSelection calls = new UsageSelection(null, null, null, Charge.CALLS);
        return store()
                .usage()
                .usage(new UsageQuery(issuer, calls, period.from(), period.to(), Set.of(), UsageKind.CHARGED, null, 1))
                .items()
                .stream()
                .mapToLong(UsageTotal::calls)
                .sum();
    }

    HeldSeats seats(LicenseRecord license, SeatHolding.Window window) {
        Instant now = adminTransactions.now();
        Optional<SeatStore> store = adminTransactions.seats();
        List<SeatHolding> holdings = new ArrayList<>();
        store.ifPresent(seats ->
                Page.forEach(cursor -> seats.holdings(license.id(), window, cursor, PAGE_OF_SEATS), holdings::add));
        return new HeldSeats(holdings, now, store.isPresent());
    }
}
