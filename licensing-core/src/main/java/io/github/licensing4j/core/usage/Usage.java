package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.ClockGuard;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.Quarantine;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageCall;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageKind;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what calls used, and brings it to the ledger. {@link #start} returns only after all that earlier runs have left is
 * there, so that counters can be seeded from it. Safe for use by many threads.
 */
public final class Usage implements AutoCloseable {
    /** Some 200 MB: reached only where the ledger is away for hours and there is no journal. */
    private static final int MAX_VOLATILE = 1_000_000;

    /** A ledger that ends with the process is made anew from the journal, which therefore has no age at which it is dropped. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final Logger log = LoggerFactory.getLogger(Usage.class);

    private final UsageLog trail;
    private final UsageShipper shipper;
    private final UsageTallies tallies;
    private final CallDescriptors shapes = new CallDescriptors();
    private final UsageAccounts accounts = new UsageAccounts();
    private final long sinceMillis;
    private final boolean isRead;

    private Usage(UsageLog trail, UsageShipper shipper, UsageTallies tallies, long sinceMillis) {
        this.trail = trail;
        this.shipper = shipper;
        this.tallies = tallies;
        this.sinceMillis = sinceMillis;
        this.isRead = trail instanceof JournalUsageLog || shipper.ledgerWriter().ledger() != UsageLedger.none();
    }

    /**
     * Where usage goes.
     *
     * @param ledger where it is added up
     * @param node the name of this node, of no other
     * @param maxLicenses of how many licenses is remembered what was decided
     * @param wording words what others are told of counters that move
     */
    public record Destination(UsageLedger ledger, String node, int maxLicenses, Wording wording) {

        /** @param messages words what others are told of counters that moved; a pure function that waits for nobody */
        public Destination(
                UsageLedger ledger,
                String node,
                Function<List<CounterChange>, List<StoredMessage>> messages,
                int maxLicenses) {
            this(ledger, node, maxLicenses, counters -> messages);
        }
    }

    /** Words what others are told of counters that move. */
    @FunctionalInterface
    public interface Wording {
        /**
         * What words the moves of these counters: a pure function that waits for nobody, since the ledger is locked meanwhile.
         * Whatever has to be looked up for it, is looked up now.
         */
        Function<List<CounterChange>, List<StoredMessage>> about(List<CounterIncrement> counters);
    }

    /**
     * Opens the journal and recovers what earlier runs have left in it.
     *
     * @throws io.github.licensing4j.core.usage.journal.JournalException if the journal is in use or cannot be opened
     * @throws io.github.licensing4j.LicensingException if the clock is more than a day behind the journal
     */
    public static Usage open(UsageSettings settings, Destination to, InstantSource clock) {
        UsageLog trail = trail(settings, to, clock);
        UsageShipper shipper =
                new UsageShipper(trail, new LedgerWriter(to.ledger, to.wording), settings.flushInterval(), clock);
        return new Usage(trail, shipper, new UsageTallies(to.maxLicenses), since(trail, clock));
    }

    /** A clock set back must not make a window look new in which an earlier run has counted. */
    private static long since(UsageLog trail, InstantSource clock) {
        long now = clock.millis();
        return trail instanceof JournalUsageLog journaled
                ? Math.max(now, journaled.journal().recovery().highWater().toEpochMilli() + 1)
                : now;
    }

    private static UsageLog trail(UsageSettings settings, Destination to, InstantSource clock) {
        long known = to.ledger.sources(to.node).stream()
                .mapToLong(UsageSource::epoch)
                .reduce(to.ledger.lastJournal(to.node), Math::max);
        JournalSettings journal = settings.journal();
        if (journal == null) {
            return new MemoryUsageLog(new UsageSource(to.node, known + 1), MAX_VOLATILE);
        }
        JournalSettings kept = to.ledger.isDurable() ? journal : journal.keep(journal.maxBytes() / 2, FOR_EVER);
        UsageJournal opened = UsageJournal.open(kept.epochAfter(Math.max(known, kept.epochAfter())), clock);
        try {
            ClockGuard.check(opened.recovery().highWater(), clock.instant(), settings.acceptUntil());
            return new JournalUsageLog(opened, to.node, Quarantine.in(journal.directory()));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Brings to the ledger what earlier runs have left, and starts the thread that goes on with it.
     *
     * @throws StoreException if the ledger does not answer
     */
    public void start() {
        shipper.start();
    }

    /**
     * Since when only this process has counted, in epoch milliseconds: what was counted before is in the ledger. After a clock
     * was set back this is ahead of it, by as much as calls in the journal are.
     */
    public long sinceMillis() {
        return sinceMillis;
    }

    /** Whether usage is added up in a ledger, from which counters can be read again. */
    public boolean isRead() {
        return isRead;
    }

    /** The number of the last shipment to the ledger that has begun: usage recorded before this is read is in any later one. */
    public int shipmentsBegun() {
        return shipper.begun();
    }

    /** The number of the last shipment that has ended with everything in the ledger. */
    public int shipmentsComplete() {
        return shipper.complete();
    }

    /** Where usage is added up. */
    public UsageLedger ledger() {
        return shipper.ledgerWriter().ledger();
    }

    /** How a caller is named; to be kept for as long as the caller is known. A user, who comes with each call, is remembered here. */
    public UsageCaller caller(UsageAccount account) {
        return new UsageCaller(named(account), tallies.of(account.license()));
    }

    /** How a caller of a stored license is named. */
    public UsageCaller callerOfStored(UsageAccount account) {
        return new UsageCaller(named(account), tallies.ofStored(account.license()));
    }

    private UsageAccount named(UsageAccount account) {
        return account.user() == null ? account : accounts.of(account);
    }

    /** Whether a call may be granted: what it uses can still be recorded. */
    public boolean hasRoom() {
        return trail.hasRoom();
    }

    /** Records what a call used that has ended. When this returns and there is a journal, it survives the death of the process. */
    public void record(UsageCaller caller, CallUsage use, Outcome outcome, UsageKind kind) {
        if (!isRead) {
            return;
        }
        CallDescriptor shape = shapes.of(use);
        UsageCall call = CallDescriptors.call(shape, use, outcome.status(), kind);
        if (kind == UsageKind.OBSERVED) {
            trail.append(caller.account(), shape, call);
            return;
        }
        // Whoever compares must know of a call that is in the journal and not in the numbers yet.
        caller.tally().begin();
        try {
            trail.append(caller.account(), shape, call);
        } finally {
            caller.tally().end(shape, use.units());
        }
    }

    /** Brings everything that was recorded up to now to the ledger; for those who want to read it there. */
    public void flush() {
        shipper.ship();
    }

    /** Compares what was decided, journaled, put into the ledger and exported. */
    public Reconciliation reconciliation() {
        return new Reconciliation(trail, shipper, tallies);
    }

    /** What operators should know. */
    public List<Health.Component> health() {
        List<Health.Component> components = new ArrayList<>(trail.health());
        components.add(shipper.health());
        if (trail instanceof JournalUsageLog journaled && !ledger().isDurable()) {
            components.add(new Health.Component(
                    "usage-retention",
                    Health.Status.UP,
                    "the ledger is in memory: a restart knows the usage in the last "
                            + journaled.journal().keptBytes() + " bytes of the journal, or a store keeps all of it"));
        }
        ledger().firstHour()
                .ifPresent(hour -> components.add(new Health.Component(
                        "usage-hours",
                        Health.Status.UP,
                        "usage is kept in memory, which is bounded: what was used before " + hour
                                + " is shown in that hour")));
        return components;
    }

    /** Brings what is left to the ledger, waiting for it up to 5 s, and closes the journal. */
    @Override
    public void close() {
        boolean isShipped = shipper.finish();
        trail.close();
        if (isShipped && trail instanceof JournalUsageLog journaled && journaled.isComplete()) {
            noteComplete(journaled.source(journaled.journal().epoch()));
        }
    }

    private void noteComplete(UsageSource start) {
        try {
            ledger().noteCompleteJournal(start);
        } catch (StoreException e) {
            log.warn("The database does not know that it has all calls of the usage journal; keep the journal", e);
        }
    }

    /** What was decided for a license in this process; for tests and reports. */
    UsageTally tally(LicenseId license) {
        return tallies.of(license);
    }
}
