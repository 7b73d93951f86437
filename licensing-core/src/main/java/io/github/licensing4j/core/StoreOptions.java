package io.github.licensing4j.core;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.core.admin.CallRecords;
import io.github.licensing4j.core.admin.RefusalCounts;
import io.github.licensing4j.core.admin.RefusalMemory;
import io.github.licensing4j.core.admin.TokenSettings;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.signature.SecretSeal;
import io.github.licensing4j.core.insight.CallMeasurements;
import io.github.licensing4j.core.insight.CallOrigins;
import io.github.licensing4j.core.insight.InsightSettings;
import io.github.licensing4j.core.insight.OriginHash;
import io.github.licensing4j.core.insight.signal.SignalSettings;
import io.github.licensing4j.core.license.Staleness;
import io.github.licensing4j.core.limit.lease.StoreCircuit;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.export.ExportSettings;
import io.github.licensing4j.core.webhook.WebhookSettings;
import io.github.licensing4j.spi.LicenseListener;
import io.github.licensing4j.spi.SignalListener;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.TaskLeases;
import io.github.licensing4j.spi.UsageExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Configures how licenses are stored and managed. Not safe for use by many threads. */
public final class StoreOptions {
    private static final int MAX_NODE = 200;

    private final Store store;
    private final List<LicenseListener> listeners = new ArrayList<>();
    private final List<SignalListener> signalListeners = new ArrayList<>();
    private final List<UsageExporter> exporters = new ArrayList<>();
    private ExportSettings exports = ExportSettings.DEFAULT;
    private AuditKey auditKey = AuditKey.ephemeral();
    private Set<String> acceptedLosses = Set.of();
    private @Nullable Duration auditRetention;
    private InsightSettings insight = InsightSettings.defaults();
    private Optional<SignalSettings> signals = Optional.of(SignalSettings.defaults());
    private WebhookSettings webhooks = WebhookSettings.none();
    private @Nullable String node;
    private @Nullable NodeIdentity identity;
    private @Nullable TaskLeases leases;
    private boolean allowsVolatileUsage;
    private UsageSettings usage = UsageSettings.inMemory();
    private @Nullable Path adoptedJournals;
    private TokenSettings tokens = TokenSettings.defaults();
    private int maxKnownLicenses = 100_000;
    private OutagePolicy.Licenses outagePolicy = OutagePolicy.Licenses.CACHED;
    private OutagePolicy.Quotas quotaOutage = OutagePolicy.Quotas.LEASED_ONLY;
    private OutagePolicy.Quotas creditsOutage = OutagePolicy.Quotas.LEASED_ONLY;
    private Duration maxStaleness = Duration.ofMinutes(5);
    private Duration feedInterval = Duration.ofSeconds(1);

    private StoreOptions(Store store) {
        this.store = store;
    }

    /** Stores licenses in a store, which is closed together with the engine. */
    public static StoreOptions in(Store store) {
        return new StoreOptions(store);
    }

    /** Stores no licenses: each is as its token defines it. */
    public static StoreOptions withoutStore() {
        return new StoreOptions(NoStore.INSTANCE);
    }

    /** Sets the key of the audit log: default one of this process only, which cannot verify an older log. */
    public StoreOptions auditKey(AuditKey key) {
        this.auditKey = key;
        return this;
    }

    /**
     * Starts although the database lacks the ends of audit chains that are stored beside the audit key, for example
     * after it was restored from an older backup: default none. The message of the refused start contains the name of
     * each; each is accepted once.
     */
    public StoreOptions acceptLoss(Collection<String> losses) {
        this.acceptedLosses = Set.copyOf(losses);
        return this;
    }

    /** Sets how long details of figures are kept: default {@link InsightSettings#defaults}. */
    public StoreOptions insight(InsightSettings settings) {
        this.insight = settings;
        return this;
    }

    /** Sets from which amounts on signals of misuse and of opportunities are found: default {@link SignalSettings#defaults}. */
    public StoreOptions signals(SignalSettings settings) {
        this.signals = Optional.of(settings);
        return this;
    }

    /** Looks for no signals, and remembers nothing of the networks and devices of calls: default signals are looked for. */
    public StoreOptions withoutSignals() {
        this.signals = Optional.empty();
        return this;
    }

    /** Sets how long audit entries are kept: default for ever. */
    public StoreOptions auditRetention(Duration retention) {
        this.auditRetention = retention;
        return this;
    }

    /**
     * Sets the unique name of this node: of its part of the audit log, and of its usage in the ledger. Default
     * {@code local}; a node that shares its store then has a name of its own, which it keeps beside its journal.
     *
     * @throws LicensingException if it has no characters, or more than 200
     */
    public StoreOptions node(String node) {
        if (node.isBlank() || node.length() > MAX_NODE) {
            throw new LicensingException(
                    "licensing.store.node has " + node.length() + " characters, expected a name of 1 to " + MAX_NODE);
        }
        this.node = node;
        return this;
    }

    /** Sets how tokens are exchanged: default {@link TokenSettings#defaults}. */
    public StoreOptions tokens(TokenSettings tokens) {
        this.tokens = tokens;
        return this;
    }

    /** Adds a listener of license events: default none. May be called several times. */
    public StoreOptions listener(LicenseListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Adds a listener of signals: default none. May be called several times. */
    public StoreOptions signalListener(SignalListener listener) {
        signalListeners.add(listener);
        return this;
    }

    /** Sets the webhooks that receive license events: default none. */
    public StoreOptions webhooks(WebhookSettings settings) {
        this.webhooks = settings;
        return this;
    }

    /** Sets how many stored licenses are cached: default 100,000. Others are read from the store at each call. */
    public StoreOptions maxKnownLicenses(int licenses) {
        this.maxKnownLicenses = licenses;
        return this;
    }

    /** Sets how long calls are decided on cached data while the store is unavailable: default 5 min, then 503. */
    public StoreOptions maxStaleness(Duration staleness) {
        this.maxStaleness = staleness;
        return this;
    }

    /** Sets the policy while the store is unavailable: default {@link OutagePolicy.Licenses#CACHED}. */
    public StoreOptions outage(OutagePolicy.Licenses outagePolicy) {
        this.outagePolicy = outagePolicy;
        return this;
    }

    /** Sets the policy of quotas that nodes share while the store is unavailable: default {@link OutagePolicy.Quotas#LEASED_ONLY}. */
    public StoreOptions quotaOutage(OutagePolicy.Quotas policy) {
        this.quotaOutage = policy;
        return this;
    }

    /** Sets the policy of credits that nodes share while the store is unavailable: default {@link OutagePolicy.Quotas#LEASED_ONLY}. */
    public StoreOptions creditsOutage(OutagePolicy.Quotas policy) {
        this.creditsOutage = policy;
        return this;
    }

    /** Sets how often the store is polled for changes by other nodes: default 1 s. */
    public StoreOptions feedInterval(Duration interval) {
        this.feedInterval = interval;
        return this;
    }

    /** Sets how usage is recorded: default in memory only, until it is in the store. */
    public StoreOptions usage(UsageSettings settings) {
        this.usage = settings;
        return this;
    }

    /**
     * Brings the journals of dead nodes to the ledger: each directory in this one that has a journal which no live process uses.
     * Default: the usage of a dead node waits in its journal until the node starts again, and what the node has leased of quotas is
     * stranded until then.
     *
     * @param directory the directory that contains the journals, which this node can read and lock
     */
    public StoreOptions adoptJournals(Path directory) {
        this.adoptedJournals = directory;
        return this;
    }

    /**
     * Allows usage to be kept in memory only under a store that other processes share: usage that has not reached the
     * store is lost with this process. Default: such a store needs a journal.
     */
    public StoreOptions allowVolatileUsage() {
        this.allowsVolatileUsage = true;
        return this;
    }

    /**
     * Adds an exporter that sends usage to another system, hour by hour: default none. May be called several times,
     * once for each name.
     */
    public StoreOptions usageExporter(UsageExporter exporter) {
        exporters.add(exporter);
        return this;
    }

    /** Sets when exporters run, and how they retry: default {@link ExportSettings#DEFAULT}. */
    public StoreOptions exports(ExportSettings settings) {
        this.exports = settings;
        return this;
    }

    Store store() {
        return store;
    }

    boolean hasStore() {
        return store != NoStore.INSTANCE;
    }

    AuditKey auditKey() {
        return auditKey;
    }

    /** Returns what encrypts the secrets of signature keys. All nodes have the audit key, and it is not in the store. */
    SecretSeal signatureSeal() {
        return new SecretSeal(auditKey.derived("secrets of signature keys"));
    }

    Set<String> acceptedLosses() {
        return acceptedLosses;
    }

    InsightSettings insight() {
        return insight;
    }

    @Nullable
    Duration auditRetention() {
        return auditRetention;
    }

    UsageSettings usage() {
        return usage;
    }

    @Nullable
    Path adoptedJournals() {
        return adoptedJournals;
    }

    boolean allowsVolatileUsage() {
        return allowsVolatileUsage;
    }

    /**
     * Sets what grants each task that only one node may run, such as the export of usage, to one node at a time. Default:
     * the leases of the store, see {@link Store#taskLeases}.
     */
    public StoreOptions leases(TaskLeases leases) {
        this.leases = leases;
        return this;
    }

    TaskLeases leases() {
        return leases == null ? store.taskLeases() : leases;
    }

    /** Returns the identity of this node, the same at every call; all other settings are set before. */
    NodeIdentity identity() {
        NodeIdentity known = identity;
        if (known == null) {
            known = NodeIdentity.of(node, store, usage.journal());
            identity = known;
        }
        return known;
    }

    String node() {
        return identity().name();
    }

    TokenSettings tokens() {
        return tokens;
    }

    WebhookSettings webhooks() {
        return webhooks;
    }

    List<UsageExporter> exporters() {
        return List.copyOf(exporters);
    }

    ExportSettings exports() {
        return exports;
    }

    LicenseListener listener() {
        return LicenseListener.composite(listeners);
    }

    int maxKnownLicenses() {
        return maxKnownLicenses;
    }

    Staleness staleness() {
        return new Staleness(outagePolicy, maxStaleness, feedInterval);
    }

    /** Returns a circuit of the store's leases that follows the outage policies. */
    StoreCircuit leaseCircuit(InstantSource clock) {
        return new StoreCircuit(clock, quotaOutage, creditsOutage);
    }

    Duration feedInterval() {
        return feedInterval;
    }

    /** Returns the records of the calls of this node. */
    CallRecords records(String issuer, InstantSource clock, Predicate<LicenseId> isStored) {
        return new CallRecords(
                new RefusalCounts(clock),
                new RefusalMemory(node(), clock, isStored),
                new CallMeasurements(issuer, identity().process(), clock, store.insights()),
                new CallOrigins(
                        issuer,
                        new OriginHash(auditKey.derived("origins of calls")),
                        clock,
                        signals.flatMap(settings -> store.signals())),
                insight(),
                new CallRecords.Signals(signals, SignalListener.composite(signalListeners)));
    }
}
