package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.admin.CallRecords;
import io.github.licensing4j.core.admin.UsageParts;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.catalog.CurrentSummary;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.credential.FailedCredentialGuard;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import io.github.licensing4j.core.credential.StatusLists;
import io.github.licensing4j.core.credential.VerifiedTokens;
import io.github.licensing4j.core.credential.oauth.AccessTokens;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.PlansOfStore;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.seats.NodeSeats;
import io.github.licensing4j.core.schedule.Lifecycle;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.usage.CorrectionFollower;
import io.github.licensing4j.core.usage.invoice.BillingAdoption;
import io.github.licensing4j.core.usage.invoice.CatalogCurrencies;
import io.github.licensing4j.core.webhook.WebhookSender;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.QuotaStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the engine, in the order in which its parts depend on each other. Used once. */
final class Assembly {
    private final LicensingBuilder settings;
    private final String issuer;
    private final String audience;
    private final Path catalog;
    private final StoreOptions stored;
    private final @Nullable EngineClock ownClock;
    private final InstantSource time;
    private final List<Supplier<List<Health.Component>>> reports = new ArrayList<>();
    private final Schedule schedule;
    private final LicenseCache cache;
    private final CallRecords calls;
    private final IssuerKeys keys;
    private final Proofs proofs;
    private @Nullable QuotaStore quotas;
    /** Closes the opened parts, the latest first, if the start fails. */
    private final Deque<Runnable> opened = new ArrayDeque<>();

    /** @throws LicensingException if something is missing or contradictory */
    Assembly(LicensingBuilder settings) {
        this.settings = settings;
        this.issuer = BuilderCheck.required(settings.issuer, "issuer", "the exact 'iss' of the host's own tokens");
        this.audience = BuilderCheck.required(settings.audience, "audience", "what 'aud' of every token must contain");
        this.catalog = BuilderCheck.required(settings.catalog, "catalog", "the path of licensing.yaml");
        this.stored = settings.stored;
        BuilderCheck.check(settings, issuer);
        InstantSource given = settings.clock;
        EngineClock own = given == null ? EngineClock.start(stored.store().nodes(), settings.wall) : null;
        this.ownClock = own;
        this.time = own == null ? Objects.requireNonNull(given) : own.time();
        this.schedule = new Schedule(stored.leases(), stored.identity().process());
        this.cache = new LicenseCache(issuer, stored.store(), time, stored.maxKnownLicenses(), stored.staleness());
        this.calls = stored.records(issuer, time, this::isStored);
        this.keys = new IssuerKeys(settings);
        this.proofs = Proofs.of(settings, cache, time, schedule);
    }

    LicensingEngine build() {
        opened.push(schedule::close);
        try {
            return engine();
        } catch (RuntimeException e) {
            // After a failed start, the journal is free for the next one.
            opened.forEach(Runnable::run);
            throw e;
        }
    }

    private LicensingEngine engine() {
        LiveCatalog catalogs = catalogs();
        openKeys();
        DatabaseCheck database = new DatabaseCheck(stored);
        UsageAssembly metering = new UsageAssembly(issuer, stored, cache, catalogs, time, schedule);
        List<AuditChain.AuditAction> startActs = open(metering, database);
        // After the usage of earlier runs is in the ledger: it contains the units of their meters.
        CatalogCurrencies currencies =
                new CatalogCurrencies(stored.store().licenses(), issuer, metering.history(), time);
        catalogs.adopt(new BillingAdoption(metering.units(), metering.history(), currencies));
        CorrectionFollower corrections = metering.corrections();
        NodeLeases leases = metering.leases();
        Limits limits = limits(metering, corrections, leases);
        LimitStatusReader readings = new LimitStatusReader(limits, catalogs, cache, time);
        ShadowSlot shadow =
                new ShadowAssembly(settings, quotas(), metering.usage().ledger(), time).slot(catalogs, schedule);
        Optional<Administration> administration =
                administration(catalogs, shadow, readings, startActs, metering.parts(corrections));
        StatusLists statusLists =
                new StatusLists(keys.statusLists(), stored.staleness()::isOver, time, settings.clockSkew, schedule);
        Lifecycle lifecycle = new Lifecycle(schedule);
        keys.sources().forEach(lifecycle::add);
        keys.oauth().clients().forEach(lifecycle::add);
        lifecycle.add(catalogs);
        shadow.file().ifPresent(lifecycle::add);
        reports.forEach(lifecycle::report);
        if (ownClock != null) {
            lifecycle.add(ownClock.follower(schedule));
        }
        addNode(lifecycle, metering.membership());
        addUsage(lifecycle, metering, leases);
        if (!statusLists.isEmpty()) {
            lifecycle.add(statusLists);
        }
        if (!stored.webhooks().endpoints().isEmpty()) {
            lifecycle.add(new WebhookSender(stored.store().outbox(), stored.webhooks(), time, schedule));
        }
        administration.ifPresent(lifecycle::add);
        administration.flatMap(Administration::insightMaintenance).ifPresent(lifecycle::add);
        database.noteStart();
        lifecycle.start();
        RefusalFactory refusals = new RefusalFactory();
        CredentialAuthenticator authenticator = authenticator(limits, statusLists, refusals);
        CallerEvaluator evaluator = new CallerEvaluator(catalogs, cache, limits);
        CatalogEndpoints endpoints = new CatalogEndpoints(catalogs, settings.unannotated);
        SafeDecisionListener listener = listener();
        CurrentSummary summary = new CurrentSummary(catalogs, metering.units());
        return new LicensingEngine(
                new DefaultLicensing(
                        time,
                        authenticator,
                        evaluator,
                        catalogs,
                        settings.unannotated,
                        limits,
                        metering.usage(),
                        refusals,
                        listener,
                        settings.mode,
                        shadow),
                new EngineInfo(endpoints, summary, evaluator, readings, listener, lifecycle, time),
                endpoints,
                new EngineManagement(
                        administration, evaluator, authenticator, new OwnRequests(limits, stored, refusals, time)),
                lifecycle);
    }

    private LiveCatalog catalogs() {
        LiveCatalog catalogs = LiveCatalog.read(
                new LiveCatalog.Source(
                        catalog,
                        settings.reloadInterval,
                        time,
                        new PlansOfStore(stored.store().licenses(), issuer),
                        changed -> {}),
                schedule);
        opened.push(catalogs::close);
        return catalogs;
    }

    private void openKeys() {
        opened.push(keys::close);
        keys.open(issuer, new AccessTokens(audience, time, settings.clockSkew, cache::named), schedule);
    }

    /** Opens the usage engine after the checks of the database. Returns audit entries about this start. */
    private List<AuditChain.AuditAction> open(UsageAssembly metering, DatabaseCheck database) {
        metering.membership().requireFree(stored.usage().journal());
        List<AuditChain.AuditAction> startActs = database.run();
        metering.open(settings.maxActiveLicenses);
        opened.push(metering::close);
        return startActs;
    }

    private Limits limits(UsageAssembly metering, CorrectionFollower corrections, NodeLeases leases) {
        InMemoryCounters counters = new InMemoryCounters(
                settings.maxActiveLicenses, metering.initialCounts(corrections), this::isStored, leases);
        reports.add(() -> List.of(counters.health(time.millis())));
        QuotaStore quotas = Objects.requireNonNullElse(settings.quotas, counters);
        this.quotas = quotas;
        LimitStores local = leases.areShared()
                ? LimitStores.shares(counters, metering.membership()::live)
                : LimitStores.whole(counters);
        LimitStores stores = local.configured(settings);
        if (leases.areShared() && stores.hasOneOf(local)) {
            reports.add(() -> List.of(LimitStores.health(metering.membership().live())));
        }
        NodeSeats seats = SeatAssembly.start(settings, cache, time, schedule);
        reports.add(seats::health);
        Limits limits = LimitKinds.limits(LimitKinds.stores(quotas, stores.rates(), stores.concurrency(), seats), time);
        corrections.start(quotas, time);
        return limits;
    }

    /** Returns the store that counts quotas, once the limits are built. */
    private QuotaStore quotas() {
        return Objects.requireNonNull(quotas, "the limits are not built");
    }

    private boolean isStored(LicenseId license) {
        return cache.find(license).isPresent();
    }

    /** Returns the listeners of the host, then the counter of refusals if there is a log to store counts in. */
    private SafeDecisionListener listener() {
        List<DecisionListener> listeners = new ArrayList<>(settings.listeners);
        if (stored.hasStore()) {
            listeners.add(calls.refusals());
        }
        return new SafeDecisionListener(
                listeners, settings.mode, new RefusalLog(calls.recent()), calls.measurements(), calls.origins());
    }

    private CredentialAuthenticator authenticator(Limits limits, StatusLists statusLists, RefusalFactory refusals) {
        VerifiedTokens<CachedCredential> remembered = new VerifiedTokens<>(settings.maxCachedTokens);
        keys.sources().forEach(source -> source.onChange(remembered::clear));
        return new CredentialAuthenticator(
                new CredentialAuthenticator.Verifiers(
                        keys.oauth().behind(settings.credentialVerifiers),
                        settings.stored.tokens().keyForms(),
                        keys.oauth().verifiers(),
                        new LicenseTokenVerifier(keys.anchors(), settings.clockSkew, time, proofs.verifiers()),
                        proofs),
                remembered,
                limits,
                cache,
                statusLists,
                refusals,
                settings.clockSkew,
                new FailedCredentialGuard(settings.failedCredentials),
                calls.origins());
    }

    /** Builds the license management; empty where licenses are not stored. */
    private Optional<Administration> administration(
            LiveCatalog catalogs,
            ShadowSlot shadow,
            LimitStatusReader readings,
            List<AuditChain.AuditAction> startActs,
            UsageParts usage) {
        if (!stored.hasStore()) {
            return Optional.empty();
        }
        return Optional.of(new Administration(new Administration.Parts(
                issuer,
                settings.trusted.stream().map(TrustedIssuer::issuer).collect(Collectors.toUnmodifiableSet()),
                stored.node(),
                stored.store(),
                Optional.ofNullable(settings.seats),
                cache,
                catalogs,
                new Administration.Shadow(shadow.catalog(), shadow::report),
                time,
                stored.auditKey(),
                stored.acceptedLosses(),
                startActs,
                keys.tokenIssuer(issuer, audience, time),
                Optional.ofNullable(settings.ring),
                keys.file(),
                stored.tokens(),
                proofs.dpop(),
                stored.signatureSeal(),
                stored.listener(),
                stored.signalListener(),
                stored.webhooks().endpoints(),
                readings::of,
                calls,
                stored.feedInterval(),
                stored.auditRetention(),
                usage,
                schedule)));
    }

    private void addNode(Lifecycle lifecycle, NodeMembership membership) {
        if (settings.redis != null) {
            RedisComponent redis = new RedisComponent(settings.redis);
            if (!stored.store().isLocal()) {
                redis.pushChanges(cache);
            }
            lifecycle.add(redis);
        }
        if (stored.hasStore()) {
            lifecycle.add(cache);
        }
        if (!stored.store().isLocal()) {
            lifecycle.add(membership);
        }
        proofs.guard().ifPresent(lifecycle::add);
    }

    private static void addUsage(Lifecycle lifecycle, UsageAssembly metering, NodeLeases leases) {
        metering.adoption().ifPresent(lifecycle::add);
        metering.exports().ifPresent(lifecycle::add);
        metering.periods().ifPresent(watch -> {
            lifecycle.add(watch);
            lifecycle.report(() -> List.of(metering.messagesHealth()));
        });
        // Closed before the exports: usage that reaches the ledger now is exported with earlier usage, and not apart
        // from it.
        lifecycle.report(metering.usage()::storageHealth);
        metering.timeline().ifPresent(lifecycle::add);
        if (leases.areShared()) {
            // Closed after the usage: what calls have used is in the ledger by then.
            lifecycle.add(leases);
        }
        lifecycle.add(metering.usage());
    }
}
