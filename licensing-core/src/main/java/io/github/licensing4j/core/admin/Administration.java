package io.github.licensing4j.core.admin;

import io.github.licensing4j.Health;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.admin.ApiKeys;
import io.github.licensing4j.admin.AuditTrail;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.Insights;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.PlanMoves;
import io.github.licensing4j.admin.RefusalHistory;
import io.github.licensing4j.admin.Revocations;
import io.github.licensing4j.admin.Seats;
import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.Signals;
import io.github.licensing4j.admin.SignatureKeys;
import io.github.licensing4j.admin.SigningKeys;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.admin.Webhooks;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.audit.AuditProver;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.ShadowCatalog;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.signature.SecretSeal;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.SeatHolders;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.spi.LicenseListener;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds and maintains the management of licenses. Safe for use by many threads. */
public final class Administration implements LicenseAdmin, Component {
    private final Licenses licenses;
    private final PlanMoves planMoves;
    private final ManagedKeys keys;
    private final ManagedSignatureKeys signatureKeys;
    private final LicenseFinder finder;
    private final Store store;
    private final LicenseCache cache;
    private final LicenseTokens tokens;
    private final Revocations revocations;
    private final SigningKeys signingKeys;
    private final AuditReader audit;
    private final Catalogs catalogs;
    private final Webhooks webhooks;
    private final UsageAdmin usage;
    private final Insights insights;
    private final Signals signals;
    private final Optional<InsightMaintenance> insightMaintenance;
    private final Optional<SignalMaintenance> signalMaintenance;
    private final ManagedSeats seats;
    private final RefusalHistory refusals;
    private final Maintenance maintenance;

    /**
     * The parts that the management depends on.
     *
     * @param issuer the host's own {@code iss}
     * @param trusted the other trusted issuers
     * @param node the name of this node's audit chain
     * @param store the license store
     * @param seats the store of seats of the host, empty where seats are in the license store
     * @param cache this node's cache of the store
     * @param catalog the live catalog
     * @param shadow the catalog that calls are compared with
     * @param clock the source of time
     * @param auditKey the key of the audit chain
     * @param acceptedLosses ends of audit chains that the database may lack, once
     * @param startActs audit entries about this start
     * @param tokenIssuer signs tokens; fails on use where no key signs
     * @param ring the signing keys, if this library manages them
     * @param keyFile the signing keys, if the host manages them; null if not
     * @param tokens how tokens are exchanged
     * @param proofs verifies proofs of possession at an exchange, null if none are verified
     * @param signatureSeal encrypts the secrets of signature keys
     * @param listener receives license events
     * @param webhooks the endpoints of messages
     * @param readings reads the current limits of a license
     * @param calls the records of calls
     * @param feedInterval how often the store is polled for changes of other nodes
     * @param auditRetention how long audit entries are kept, null for ever
     * @param usage the parts of usage administration
     * @param schedule runs the maintenance
     */
    public record Parts(
            String issuer,
            Set<String> trusted,
            String node,
            Store store,
            Optional<SeatStore> seats,
            LicenseCache cache,
            LiveCatalog catalog,
            Shadow shadow,
            InstantSource clock,
            AuditKey auditKey,
            Set<String> acceptedLosses,
            List<AuditChain.AuditAction> startActs,
            LicenseTokenIssuer tokenIssuer,
            Optional<KeyRing> ring,
            @Nullable KeyFile keyFile,
            TokenSettings tokens,
            @Nullable DpopProofVerifier proofs,
            SecretSeal signatureSeal,
            LicenseListener listener,
            List<WebhookEndpoint> webhooks,
            Function<LicenseRecord, List<LimitStatus>> readings,
            CallRecords calls,
            Duration feedInterval,
            @Nullable Duration auditRetention,
            UsageParts usage,
            Schedule schedule) {}

    /**
     * The shadow catalog.
     *
     * @param catalog sets and clears it
     * @param report reads the comparison
     */
    public record Shadow(ShadowCatalog catalog, Supplier<ShadowReport> report) {}

    public Administration(Parts parts) {
        Ids ids = new Ids();
        AuditChain chain = new AuditChain(parts.node, parts.store.audit(), parts.auditKey, parts.acceptedLosses);
        WebhookMessages webhookMessages = new WebhookMessages(ids, parts.webhooks);
        AdminTransactions adminTransactions = new AdminTransactions(
                parts.store,
                parts.seats,
                parts.cache,
                chain,
                parts.clock,
                parts.listener,
                parts.calls.signals().listener(),
                webhookMessages);
        enter(
                adminTransactions,
                Stream.concat(chain.acceptedLosses().stream(), parts.startActs.stream())
                        .toList());
        PlanRules catalog = new PlanRules(parts.catalog::current);
        StatusPlaces places = new StatusPlaces(parts.store.revocations());
        TokenMint mint = new TokenMint(places, parts.tokenIssuer, parts.tokens, ids);
        ExchangeCounts exchanges = new ExchangeCounts();
        TokenBinding binding = new TokenBinding(parts.proofs);
        KeyExchange exchange = new KeyExchange(
                parts.issuer, adminTransactions, parts.cache, mint, parts.tokens, ids, exchanges, binding);
        this.store = parts.store;
        this.cache = parts.cache;
        this.finder = new LicenseFinder(parts.issuer, parts.store.licenses(), parts.cache);
        InitialCredits credits = new InitialCredits(parts.store.credits(), catalog, ids);
        this.licenses = new ManagedLicenses(
                parts.issuer, adminTransactions, parts.cache, finder, catalog, ids, credits, parts.readings);
        this.keys = new ManagedKeys(parts.issuer, parts.tokens.environment(), adminTransactions, finder, ids);
        TrustedIssuers issuers = new TrustedIssuers(parts.issuer, parts.trusted);
        this.signatureKeys =
                new ManagedSignatureKeys(parts.issuer, adminTransactions, finder, ids, parts.signatureSeal);
        this.tokens = new ManagedTokens(issuers, adminTransactions, finder, mint, exchange, signatureKeys);
        PublishedStatusList statusList =
                new PublishedStatusList(adminTransactions, places, parts.tokenIssuer, parts.tokens.statusList());
        this.revocations = new ManagedRevocations(issuers, adminTransactions, parts.cache, statusList);
        this.signingKeys = new ManagedSigningKeys(adminTransactions, parts.ring, parts.keyFile);
        Sweeper sweeper = new Sweeper(parts.issuer, adminTransactions, parts.calls.refusals(), exchanges, credits);
        this.audit = new AuditReader(
                parts.store.audit(),
                new AuditProver(parts.store.audit(), parts.auditKey),
                adminTransactions::auditHead,
                sweeper::enterAllExchanges);
        this.refusals =
                license -> parts.calls.recent().of(finder.stored(license).id());
        this.webhooks = new ManagedWebhooks(adminTransactions);
        Meters meters = new Meters(parts.usage.units(), () -> catalog.current().meters());
        this.catalogs = new ManagedCatalog(
                parts.catalog,
                new ManagedShadow(parts.shadow, adminTransactions),
                adminTransactions,
                new WhatIfReplays(parts.issuer, adminTransactions, parts.catalog, meters, parts.usage.usage()));
        Idempotency idempotency = new Idempotency(parts.issuer, parts.store.requests());
        this.seats = new ManagedSeats(adminTransactions, finder, catalog, idempotency);
        UsageChangeParts changeParts =
                new UsageChangeParts(adminTransactions, finder, catalog, meters, ids, idempotency);
        this.planMoves = new ManagedPlanMoves(parts.issuer, changeParts, credits);
        ManagedUsage managed = new ManagedUsage(parts.issuer, changeParts, parts.usage, parts.readings);
        this.usage = managed;
        Optional<InsightParts> insight = insightParts(parts);
        Optional<ManagedInsights> figures =
                insight.map(one -> new ManagedInsights(parts.issuer, changeParts, parts.usage, one));
        this.insights = figures.<Insights>map(one -> one).orElseGet(NoInsights::new);
        SignalParts signalParts = SignalParts.of(parts, insight, adminTransactions, ids);
        this.signals = signalParts.signals();
        this.signalMaintenance = signalParts.maintenance();
        this.insightMaintenance = figures.map(
                one -> new InsightMaintenance(one, insight.orElseThrow(), adminTransactions, parts.schedule));
        this.maintenance = new Maintenance(
                parts.cache,
                parts.usage.corrections(),
                sweeper,
                new InvoiceSweep(parts.issuer, adminTransactions, managed, parts.usage),
                adminTransactions,
                parts.feedInterval,
                parts.auditRetention,
                parts.schedule);
    }

    private static Optional<InsightParts> insightParts(Parts parts) {
        List<String> issuers =
                Stream.concat(Stream.of(parts.issuer), parts.trusted.stream()).toList();
        return parts.store
                .insights()
                .map(store -> new InsightParts(
                        store, parts.store.signals(), parts.calls.measurements(), parts.calls.insight(), issuers));
    }

    private static void enter(AdminTransactions adminTransactions, List<AuditChain.AuditAction> acts) {
        if (!acts.isEmpty()) {
            adminTransactions.carryOut(pendingChange -> {
                acts.forEach(pendingChange::act);
                return acts;
            });
        }
    }

    /** Starts the thread that follows the store and announces transitions by time. */
    @Override
    public void start() {
        maintenance.start();
    }

    /** Runs the maintenance of the thread now; for tests that move the clock. */
    public void tend() {
        maintenance.tend();
        insightMaintenance.ifPresent(InsightMaintenance::tend);
        signalMaintenance.ifPresent(SignalMaintenance::tend);
    }

    /** Returns what stores figures in the background; empty if the store has none. */
    public Optional<InsightMaintenance> insightMaintenance() {
        return insightMaintenance;
    }

    /** Returns what looks for signals in the background; empty if none are looked for. */
    public Optional<SignalMaintenance> signalMaintenance() {
        return signalMaintenance;
    }

    /** Returns whether maintenance runs in time. */
    @Override
    public Health.Component health() {
        return maintenance.health();
    }

    @Override
    public Licenses licenses() {
        return licenses;
    }

    @Override
    public PlanMoves planMoves() {
        return planMoves;
    }

    @Override
    public ApiKeys keys() {
        return keys;
    }

    @Override
    public SignatureKeys signatureKeys() {
        return signatureKeys;
    }

    /**
     * Returns the keys of a caller's own license.
     *
     * @param isTrusted whether the key that signed a token is still trusted
     */
    public CallerApiKeys keysOf(VerifiedCredential caller, Predicate<VerifiedCredential> isTrusted) {
        return new CallerKeys(new CallerCredential(caller, store.credentials(), cache, isTrusted), finder, keys);
    }

    /**
     * Returns what releases the seats of a caller.
     *
     * @param holders the user and device that it is
     * @param isTrusted whether the key that signed a token is still trusted
     */
    public CallerSeatRelease seatsOf(
            VerifiedCredential caller, SeatHolders holders, Predicate<VerifiedCredential> isTrusted) {
        return new CallerSeatRelease(
                new CallerCredential(caller, store.credentials(), cache, isTrusted), holders, finder, seats);
    }

    @Override
    public LicenseTokens tokens() {
        return tokens;
    }

    @Override
    public Revocations revocations() {
        return revocations;
    }

    @Override
    public SigningKeys signingKeys() {
        return signingKeys;
    }

    @Override
    public UsageAdmin usage() {
        return usage;
    }

    @Override
    public Insights insights() {
        return insights;
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public Seats seats() {
        return seats;
    }

    @Override
    public RefusalHistory refusals() {
        return refusals;
    }

    @Override
    public AuditTrail audit() {
        return audit;
    }

    @Override
    public Catalogs catalogs() {
        return catalogs;
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public void close() {
        maintenance.close();
    }
}
