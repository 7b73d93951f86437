package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Meter;
import io.github.licensing4j.core.admin.UsageParts;
import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.CounterNames;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.MeterUnits;
import io.github.licensing4j.core.license.CustomerLicenses;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.CorrectionFollower;
import io.github.licensing4j.core.usage.CurrentTerms;
import io.github.licensing4j.core.usage.KeptCounters;
import io.github.licensing4j.core.usage.LedgerInitialCounts;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.export.PeriodCloser;
import io.github.licensing4j.core.usage.export.PeriodWatch;
import io.github.licensing4j.core.usage.export.UsageExports;
import io.github.licensing4j.core.usage.export.UsageMessages;
import io.github.licensing4j.core.usage.invoice.EndedQuotas;
import io.github.licensing4j.core.usage.journal.JournalMeters;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageExporter;
import io.github.licensing4j.spi.UsageLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the recording, shipping, notification and export of usage. Used once, by {@link Assembly}. */
final class UsageAssembly implements AutoCloseable {
    private final String issuer;
    private final StoreOptions stored;
    private final LicenseCache cache;
    private final LiveCatalog catalogs;
    private final InstantSource time;
    private final Schedule schedule;
    private final UsageMessages messages;
    private final CatalogHistory history;
    private final NodeMembership membership;
    private @Nullable MeterUnits units;
    private @Nullable Usage usage;
    private @Nullable DatabaseTimeline timeline;

    UsageAssembly(
            String issuer,
            StoreOptions stored,
            LicenseCache cache,
            LiveCatalog catalogs,
            InstantSource time,
            Schedule schedule) {
        this.schedule = schedule;
        this.issuer = issuer;
        this.stored = stored;
        this.cache = cache;
        this.catalogs = catalogs;
        this.time = time;
        this.membership = new NodeMembership(stored.store().nodes(), stored.identity(), schedule);
        this.history = new CatalogHistory(stored.store().terms());
        CurrentTerms terms = new CurrentTerms(
                cache,
                new CustomerLicenses(stored.store().licenses(), cache, time),
                new EndedQuotas(stored.store(), history, catalogs, time),
                catalogs,
                time);
        this.messages = new UsageMessages(stored.webhooks().endpoints(), terms, this::scale, time);
    }

    /** @throws LicensingException if usage of a shared store could be lost, and this is not allowed */
    static void check(StoreOptions stored) {
        boolean isShared = !stored.store().isLocal() && stored.store().usage() != UsageLedger.none();
        if (isShared && stored.usage().journal() == null && !stored.allowsVolatileUsage()) {
            throw new LicensingException(
                    "other processes share the license store, and usage is to be kept in memory alone,"
                            + " so that what has not reached the store is lost with this process: expected a journal"
                            + " (UsageSettings.journaled, licensing.usage.journal-dir), or that this is allowed"
                            + " (allowVolatileUsage, licensing.usage.allow-volatile)");
        }
        Path adopted = stored.adoptedJournals();
        if (adopted != null && (!isShared || stored.usage().journal() == null)) {
            throw new LicensingException("journals of dead nodes are to be adopted (adoptJournals,"
                    + " licensing.usage.adopt-journals), but this node "
                    + (isShared ? "has no journal" : "shares its store with no other"));
        }
        if (adopted != null && !Files.isDirectory(adopted)) {
            throw new LicensingException("licensing.usage.adopt-journals: '" + adopted
                    + "' is no directory, expected the one that contains the journal directories of the nodes");
        }
    }

    /** Opens the usage engine. Everything of earlier runs is in the ledger before the first call is decided. */
    void open(int maxActiveLicenses) {
        UsageLedger kept = stored.store().usage();
        // Without a store or a journal nothing reads usage, so it is not aggregated.
        boolean inMemory = kept == UsageLedger.none() && stored.usage().journal() != null;
        UsageLedger ledger = inMemory ? new InMemoryStore().usage() : kept;
        Usage opened = Usage.open(
                stored.usage(),
                new Usage.Destination(ledger, stored.identity().ledgerName(), maxActiveLicenses, this::messages),
                time,
                schedule);
        try {
            // The journal is locked by now, and nothing is shipped yet.
            membership.claim(stored.usage().journal());
            units = units(ledger);
            // Before anything is shipped to the ledger: messages name the quota of each counter.
            catalogs.countBy(
                    new CounterNames(new KeptCounters(ledger, stored.usage().journal())));
            opened.recover();
            usage = opened;
        } catch (RuntimeException e) {
            opened.close();
            membership.close();
            throw e;
        }
    }

    /** Returns the usage engine, once it is open. */
    Usage usage() {
        return Objects.requireNonNull(usage, "usage is not open");
    }

    /** Closes the usage engine after a failed start, so that the journal is free for the next one. */
    @Override
    public void close() {
        usage().close();
        membership.close();
    }

    /** Is called before each batch that is shipped: none is after the name of this node was taken over. */
    private Function<List<CounterChange>, List<StoredMessage>> messages(List<CounterIncrement> counters) {
        membership.requireOwn();
        return messages.about(counters);
    }

    /** Returns the membership of this node among those that share the store. */
    NodeMembership membership() {
        return membership;
    }

    /** Declares the units of the journal's meters before the journal is shipped to the ledger. */
    private MeterUnits units(UsageLedger ledger) {
        JournalSettings journal = stored.usage().journal();
        if (journal == null) {
            return new MeterUnits(ledger, meters -> {});
        }
        List<Meter> counted = JournalMeters.read(journal.directory());
        try {
            ledger.declare(counted);
        } catch (StoreConflictException e) {
            throw new LicensingException(
                    "the usage journal in " + journal.directory() + " counts meter '" + e.id() + "' in "
                            + counted.stream()
                                    .filter(meter -> meter.name().equals(e.id()))
                                    .findFirst()
                            + ", but the license store has counted it otherwise; expected the journal and the store of"
                            + " one node",
                    e);
        }
        return new MeterUnits(ledger, meters -> JournalMeters.write(journal.directory(), meters));
    }

    /** Returns the meters that usage was counted in; once usage is open. */
    MeterUnits units() {
        return Objects.requireNonNull(units, "usage is not open");
    }

    /** Keeps counters of this node up to date with corrections of every node. */
    CorrectionFollower corrections() {
        return new CorrectionFollower(issuer, usage().ledger());
    }

    /**
     * Builds the leases of this node, and ends those of its earlier starts whose usage is in the ledger. If a loss of a journal is
     * accepted, what its calls have used is not known, so the leases stay until their periods end.
     */
    NodeLeases leases() {
        QuotaLeases shared = stored.store().leases();
        if (!shared.areShared()) {
            return NodeLeases.none();
        }
        NodeLeases leases = new NodeLeases(
                shared, usage().source(), stored.leaseCircuit(time), schedule.queue("licensing-quota-leases"));
        boolean isExact = stored.acceptedLosses().isEmpty();
        if (usage().isRecovered() && isExact) {
            leases.releaseEarlier();
        }
        DatabaseTimeline checked = new DatabaseTimeline(
                new DatabaseTimeline.Parts(shared, membership, usage(), leases, cache, isExact, this::adoptAgain),
                schedule.queue("licensing-timeline"));
        // Before the first call: no unit is leased to a node that has not confirmed the timeline.
        checked.check();
        timeline = checked;
        return leases;
    }

    private void adoptAgain() {
        Path adopted = stored.adoptedJournals();
        JournalSettings own = stored.usage().journal();
        if (adopted != null && own != null) {
            JournalAdoption.adoptAgain(adopted, own.directory());
        }
    }

    /** Returns what finds out that the database has lost commits; empty if nodes share none. Once the leases are built. */
    Optional<DatabaseTimeline> timeline() {
        return Optional.ofNullable(timeline);
    }

    /** Returns what brings the journals of dead nodes to the ledger; empty if that is not configured. */
    Optional<JournalAdoption> adoption() {
        Path directory = stored.adoptedJournals();
        return directory == null
                ? Optional.empty()
                : Optional.of(new JournalAdoption(
                        new JournalAdoption.Setup(
                                directory, stored.usage(), stored.store(), stored.identity(), this::messages, time),
                        schedule));
    }

    InitialCounts initialCounts(CorrectionFollower corrections) {
        return new LedgerInitialCounts(
                usage(), corrections, stored.store().leases().areShared());
    }

    /** Returns the parts that the administration of usage needs. */
    UsageParts parts(CorrectionFollower corrections) {
        return new UsageParts(
                usage(),
                corrections,
                messages,
                stored.exporters().stream().map(UsageExporter::name).toList(),
                stored.exports().grace(),
                units(),
                history);
    }

    /** Builds the exports; empty where there are none. */
    Optional<UsageExports> exports() {
        if (stored.exporters().isEmpty()) {
            return Optional.empty();
        }
        stored.exporters().forEach(this::checkMeters);
        UsageExports exports = new UsageExports(
                stored.exporters(), stored.store().usage().exports(), stored.exports(), time, schedule);
        return Optional.of(exports);
    }

    private void checkMeters(UsageExporter exporter) {
        Set<String> known = new TreeSet<>(catalogs.current().meters().keySet());
        stored.store().usage().meters().forEach(meter -> known.add(meter.name()));
        for (String meter : exporter.meters()) {
            if (!known.contains(meter)) {
                throw new LicensingException("exporter '" + exporter.name() + "' has a setting for the unknown meter '"
                        + meter + "', expected one of " + String.join(", ", known));
            }
        }
    }

    /** Returns whether usage notifications can be rendered. */
    Health.Component messagesHealth() {
        return messages.health();
    }

    /** Builds the announcement of ended periods; empty where there are no webhooks. */
    Optional<PeriodWatch> periods() {
        if (stored.webhooks().endpoints().isEmpty()) {
            return Optional.empty();
        }
        PeriodWatch watch = new PeriodWatch(
                new PeriodCloser(
                        stored.store().usage(),
                        issuer,
                        messages,
                        stored.exports().grace(),
                        time),
                time,
                schedule);
        return Optional.of(watch);
    }

    /** Returns the catalogs that were in force. */
    CatalogHistory history() {
        return history;
    }

    /** Returns the scale of a meter; one that is new to the store is counted as the catalog defines it. */
    private int scale(String meter) {
        return units().meter(meter)
                .or(() -> Optional.ofNullable(catalogs.current().meters().get(meter)))
                .map(Meter::scale)
                .orElseThrow(() -> new LicensingException("the scale of meter '" + meter + "' is not known"));
    }
}
