package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.limit.counter.Shipments;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.ClockGuard;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.Quarantine;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoredMessage;
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
 * Records the usage of calls and ships it to the ledger. After {@link #recover} the usage of earlier runs is in the ledger, so that
 * counters can be loaded from it. Safe for use by many threads.
 */
public final class Usage implements Component {
    /** Some 200 MB: reached only if the ledger is unavailable for hours and there is no journal. */
    private static final int MAX_VOLATILE = 1_000_000;

    /** A ledger in memory is rebuilt from the journal, which therefore never drops calls by age. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final Logger log = LoggerFactory.getLogger(Usage.class);

    private final UsageLog usageLog;
    private final UsageShipper shipper;
    private final UsageTallies tallies;
    private final Duration flushInterval;
    private final CallDescriptors descriptors = new CallDescriptors();
    private final UsageAccountCache accounts = new UsageAccountCache();
    private final long sinceMillis;
    private final boolean isRead;

    private Usage(UsageLog usageLog, UsageShipper shipper, UsageTallies tallies, Opening opening) {
        this.usageLog = usageLog;
        this.shipper = shipper;
        this.tallies = tallies;
        this.sinceMillis = opening.sinceMillis;
        this.flushInterval = opening.flushInterval;
        this.isRead = usageLog.isPersistent() || shipper.ledgerWriter().ledger() != UsageLedger.none();
    }

    private record Opening(long sinceMillis, Duration flushInterval) {}

    /**
     * The destination of usage.
     *
     * @param ledger the usage ledger
     * @param node the unique name of this node
     * @param maxLicenses the number of licenses whose decisions are counted separately
     * @param renderer renders notifications of changed counters
     */
    public record Destination(UsageLedger ledger, String node, int maxLicenses, MessageRenderer renderer) {

        /** @param messages renders notifications of changed counters; a pure function that does not block */
        public Destination(
                UsageLedger ledger,
                String node,
                Function<List<CounterChange>, List<StoredMessage>> messages,
                int maxLicenses) {
            this(ledger, node, maxLicenses, counters -> messages);
        }
    }

    /** Renders notifications of changed counters. */
    @FunctionalInterface
    public interface MessageRenderer {
        /**
         * Returns a function that renders the changes of these counters. The function is pure and does not block,
         * because the ledger is locked while it runs; whatever it needs is looked up now.
         */
        Function<List<CounterChange>, List<StoredMessage>> about(List<CounterIncrement> counters);
    }

    /**
     * Opens the journal and recovers the calls of earlier runs.
     *
     * @throws io.github.licensing4j.core.usage.journal.JournalException if the journal is in use or cannot be opened
     * @throws io.github.licensing4j.LicensingException if the clock is more than a day behind the journal
     */
    public static Usage open(UsageSettings settings, Destination to, InstantSource clock, Schedule schedule) {
        UsageLog usageLog = usageLog(settings, to, clock);
        UsageShipper shipper = new UsageShipper(
                usageLog, new LedgerWriter(to.ledger, to.renderer), schedule.queue("licensing-usage"), clock);
        return new Usage(
                usageLog,
                shipper,
                new UsageTallies(to.maxLicenses),
                new Opening(since(usageLog, clock), settings.flushInterval()));
    }

    /** After a clock was set back, a window in which an earlier run has counted must not look new. */
    private static long since(UsageLog usageLog, InstantSource clock) {
        return Math.max(clock.millis(), usageLog.lastRecorded().toEpochMilli() + 1);
    }

    private static UsageLog usageLog(UsageSettings settings, Destination to, InstantSource clock) {
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
     * Ships the calls of earlier runs to the ledger.
     *
     * @throws StoreException if the ledger is unavailable
     */
    public void recover() {
        shipper.ship();
    }

    /** Starts to ship later calls; after {@link #recover}. */
    @Override
    public void start() {
        shipper.start(flushInterval);
    }

    /**
     * Returns the instant since which only this process has counted, in epoch milliseconds: earlier usage is in the
     * ledger. If the clock was set back, it is ahead of the clock, after the latest call in the journal.
     */
    public long sinceMillis() {
        return sinceMillis;
    }

    /** Returns whether usage is stored in a ledger, from which counters can be read again. */
    public boolean isRead() {
        return isRead;
    }

    /** Returns the source of the usage of this process. */
    public UsageSource source() {
        return usageLog.current();
    }

    /** Returns whether the usage of all earlier starts of this node is in the ledger, as far as the journal shows; after {@link #recover}. */
    public boolean isRecovered() {
        return usageLog.completeRun().isPresent();
    }

    /** Returns whether no call of an earlier start was lost by damage. Calls that may have been cut off are in {@link #findings}. */
    public boolean isUndamaged() {
        return usageLog.lost() == 0;
    }

    /** Returns which calls of earlier starts are lost, may be lost, or cannot be in the ledger; after {@link #recover}. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>(usageLog.damages());
        usageLog.refused().summary().ifPresent(findings::add);
        return findings;
    }

    /** Returns how recorded usage gets to the ledger; it never does if the ledger stores none. */
    public Shipments shipments() {
        return isRead ? shipper : Shipments.none();
    }

    /** Returns the usage ledger. */
    public UsageLedger ledger() {
        return shipper.ledgerWriter().ledger();
    }

    /**
     * Returns the usage caller of an account, to be cached with the caller. Accounts with a user, who changes with each
     * call, are cached here.
     */
    public UsageCaller caller(UsageAccount account) {
        return new UsageCaller(named(account), tallies.of(account.license()));
    }

    /** Returns the usage caller of an account of a stored license. */
    public UsageCaller callerOfStored(UsageAccount account) {
        return new UsageCaller(named(account), tallies.ofStored(account.license()));
    }

    private UsageAccount named(UsageAccount account) {
        return account.user() == null ? account : accounts.of(account);
    }

    /** Returns whether a call may be granted: its usage can still be recorded. */
    public boolean hasRoom() {
        return usageLog.hasRoom();
    }

    /**
     * Records the usage of a call that has ended. If there is a journal, the usage survives the death of the process
     * once this returns.
     */
    public void record(UsageCaller caller, CallUsage use, Outcome outcome, UsageKind kind) {
        if (!isRead) {
            return;
        }
        CallDescriptor descriptor = descriptors.of(use);
        CallRecord call = CallDescriptors.call(descriptor, use, outcome.status(), kind);
        if (kind == UsageKind.OBSERVED) {
            usageLog.append(caller.account(), descriptor, call);
            return;
        }
        // Reconciliation must detect a call that is in the journal but not in the tally yet.
        caller.tally().begin();
        try {
            usageLog.append(caller.account(), descriptor, call);
        } finally {
            caller.tally().end(descriptor, use.units());
        }
    }

    /** Ships everything that the ledger does not have, also what it has had before: it may have lost calls. */
    public void shipAgain() {
        shipper.holding(() -> usageLog.shipAgain(shipper.ledgerWriter()));
        shipper.ship();
    }

    /** Ships everything recorded up to now to the ledger, for callers that read usage from there. */
    public void flush() {
        shipper.ship();
    }

    /** Creates a reconciliation of decided, journaled, stored and exported usage. */
    public Reconciliation reconciliation() {
        return new Reconciliation(usageLog, shipper, tallies);
    }

    /** Returns the health of the shipping. */
    @Override
    public Health.Component health() {
        return shipper.health();
    }

    /** Returns the health of the journal and of the ledger. */
    public List<Health.Component> storageHealth() {
        List<Health.Component> components = new ArrayList<>(usageLog.health(ledger()));
        ledger().firstHour()
                .ifPresent(hour -> components.add(new Health.Component(
                        "usage-hours",
                        Health.Status.UP,
                        "usage is kept in memory, which is bounded: usage before " + hour
                                + " is counted in that hour")));
        return components;
    }

    /** Ships the remaining usage to the ledger, waiting up to 5 s, and closes the journal. */
    @Override
    public void close() {
        boolean isShipped = shipper.finish();
        usageLog.close();
        if (isShipped) {
            usageLog.completeRun().ifPresent(this::noteComplete);
        }
    }

    private void noteComplete(UsageSource start) {
        try {
            ledger().noteCompleteJournal(start);
        } catch (StoreException e) {
            log.warn("It cannot be stored that the database holds all calls of the usage journal; keep the journal", e);
        }
    }

    /** Returns the tally of a license in this process, for tests and reports. */
    UsageTally tally(LicenseId license) {
        return tallies.of(license);
    }
}
