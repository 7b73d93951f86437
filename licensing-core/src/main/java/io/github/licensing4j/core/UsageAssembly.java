package io.github.licensing4j.core;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.admin.UsageParts;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.store.memory.CounterSeed;
import io.github.licensing4j.core.store.memory.InMemoryLicenseStore;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.export.PeriodCloser;
import io.github.licensing4j.core.usage.export.UsageExports;
import io.github.licensing4j.core.usage.export.UsageMessages;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageExporter;
import io.github.licensing4j.spi.UsageLedger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together by hand what records usage, brings it to the ledger and tells others of it. Used once. */
final class UsageAssembly {
    private final String issuer;
    private final StoreOptions stored;
    private final LicenseBook book;
    private final LiveCatalog catalogs;
    private final InstantSource time;
    private final UsageMessages messages;

    UsageAssembly(String issuer, StoreOptions stored, LicenseBook book, LiveCatalog catalogs, InstantSource time) {
        this.issuer = issuer;
        this.stored = stored;
        this.book = book;
        this.catalogs = catalogs;
        this.time = time;
        this.messages = new UsageMessages(stored.webhooks().endpoints(), this::inForce, this::scale, time);
    }

    /** Everything that earlier runs have left is in the ledger before the first call is decided. */
    Usage usage(int maxActiveLicenses) {
        UsageLedger kept = stored.store().usage();
        // Where there is neither a store nor a journal, nobody could ever read it, so nothing is added up.
        boolean inMemory = kept == UsageLedger.none() && stored.usage().journal() != null;
        UsageLedger ledger = inMemory ? new InMemoryLicenseStore().usage() : kept;
        Usage usage = Usage.open(
                stored.usage(), new Usage.Destination(ledger, stored.node(), maxActiveLicenses, messages::about), time);
        try {
            usage.start();
            return usage;
        } catch (RuntimeException e) {
            usage.close();
            throw e;
        }
    }

    CounterSeed seed(Usage usage) {
        UsageLedger ledger = usage.ledger();
        return new CounterSeed() {
            @Override
            public long sinceMillis() {
                return usage.sinceMillis();
            }

            @Override
            public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
                return ledger.counted(license, counter, window);
            }
        };
    }

    /** What administrators of usage work with. */
    UsageParts parts(Usage usage, Limits limits) {
        return new UsageParts(
                usage,
                limits,
                messages,
                stored.exporters().stream().map(UsageExporter::name).toList(),
                stored.exports().grace());
    }

    /** Empty where nobody is told. */
    Optional<UsageExports> exports() {
        if (stored.exporters().isEmpty()) {
            return Optional.empty();
        }
        UsageExports exports =
                new UsageExports(stored.exporters(), stored.store().usage().exports(), stored.exports(), time);
        exports.start();
        return Optional.of(exports);
    }

    /** Empty where nobody is told. */
    Optional<PeriodWatch> periods() {
        if (stored.webhooks().endpoints().isEmpty()) {
            return Optional.empty();
        }
        PeriodWatch watch = new PeriodWatch(new PeriodCloser(
                stored.store().usage(), this::page, messages, stored.exports().grace(), time));
        watch.start();
        return Optional.of(watch);
    }

    private Page<LicenseId> page(@Nullable String cursor, int max) {
        Page<LicenseRecord> page =
                stored.store().list(new LicenseQuery(issuer, null, null, cursor, max, time.instant()));
        return new Page<>(page.items().stream().map(LicenseRecord::id).toList(), page.next());
    }

    /** Of licenses without a record nothing is known but by their callers. */
    private Optional<InForce> inForce(LicenseId license) {
        Instant now = time.instant();
        try {
            return book.find(license)
                    .map(record -> LicenseDesk.terms(record, Contract.at(record, now), catalogs.current()));
        } catch (UnknownNameException | CatalogException e) {
            // A plan that the catalog no longer has warns of nothing; callers of such a license are refused.
            return Optional.empty();
        }
    }

    private int scale(String meter) {
        Catalog catalog = catalogs.current();
        Meter known = catalog.meters().get(meter);
        return known == null ? 0 : known.scale();
    }
}
