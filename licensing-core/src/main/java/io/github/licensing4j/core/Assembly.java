package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.admin.RefusalCounts;
import io.github.licensing4j.core.admin.RefusalMemory;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.CurrentSummary;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import io.github.licensing4j.core.credential.RemoteKeys;
import io.github.licensing4j.core.credential.StatusLists;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.core.credential.VerifiedTokens;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.PlansOfStore;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.schedule.Lifecycle;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.SlewingClock;
import io.github.licensing4j.core.usage.CorrectionFollower;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.invoice.BillingAdoption;
import io.github.licensing4j.core.usage.invoice.CatalogCurrencies;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.QuotaStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the engine, in the order in which its parts depend on each other. Used once. */
final class Assembly {
    /** For how long health shows that a license without a record got no counters. */
    private static final long PLACE_REFUSED_MILLIS = 60_000;

    private final LicensingBuilder settings;
    private final String issuer;
    private final String audience;
    private final Path catalog;
    private final StoreOptions stored;
    private final InstantSource time;
    private final List<Supplier<List<Health.Component>>> reports = new ArrayList<>();
    private final List<KeySource> sources;
    private final Schedule schedule;
    private final List<TrustAnchor> anchors = new ArrayList<>();
    private final List<StatusLists.Watched> watched = new ArrayList<>();
    private @Nullable Usage opened;
    private @Nullable NodeMembership member;

    /** @throws LicensingException if something is missing or contradictory */
    Assembly(LicensingBuilder settings) {
        this.settings = settings;
        this.issuer = required(settings.issuer, "issuer", "the exact 'iss' of the host's own tokens");
        this.audience = required(settings.audience, "audience", "what 'aud' of every token must contain");
        this.catalog = required(settings.catalog, "catalog", "the path of licensing.yaml");
        this.stored = settings.stored;
        checkContradictions();
        UsageAssembly.check(stored);
        this.time = settings.clock != null ? settings.clock : steady();
        this.sources = new ArrayList<>(settings.ownKeys);
        this.schedule = new Schedule(stored.leases(), stored.identity().process());
    }

    LicensingEngine build() {
        LicenseCache cache =
                new LicenseCache(issuer, stored.store(), time, stored.maxKnownLicenses(), stored.staleness());
        LiveCatalog catalogs = LiveCatalog.read(
                new LiveCatalog.Source(
                        catalog,
                        settings.reloadInterval,
                        time,
                        new PlansOfStore(stored.store().licenses(), issuer),
                        changed -> {}),
                schedule);
        try {
            collectKeys();
            return new LicensingEngine(engine(catalogs, cache));
        } catch (RuntimeException e) {
            // After a failed start, the journal is free for the next one.
            if (opened != null) {
                opened.close();
            }
            if (member != null) {
                member.close();
            }
            catalogs.close();
            sources.forEach(KeySource::close);
            schedule.close();
            throw e;
        }
    }

    private void collectKeys() {
        settings.ownKeys.stream()
                .filter(KeyFile.class::isInstance)
                .map(KeyFile.class::cast)
                .forEach(keys -> keys.watch(schedule));
        settings.remoteKeys.forEach(uri -> sources.add(RemoteKeys.of(uri, schedule)));
        anchors.add(new TrustAnchor(issuer, audience, List.copyOf(sources)));
        watch(settings.statusList, anchors.get(0));
        for (TrustedIssuer other : settings.trusted) {
            RemoteKeys keys = RemoteKeys.of(other.jwksUri(), schedule);
            sources.add(keys);
            String theirs = other.audience() == null ? audience : other.audience();
            TrustAnchor anchor = new TrustAnchor(other.issuer(), theirs, List.of(keys));
            anchors.add(anchor);
            watch(other.statusList(), anchor);
        }
    }

    private void watch(@Nullable URI statusList, TrustAnchor anchor) {
        if (statusList != null) {
            watched.add(new StatusLists.Watched(statusList, anchor));
        }
    }

    private Engine engine(LiveCatalog catalogs, LicenseCache cache) {
        DatabaseCheck database = new DatabaseCheck(stored);
        UsageAssembly metering = new UsageAssembly(issuer, stored, cache, catalogs, time, schedule);
        metering.membership().requireFree(stored.usage().journal());
        List<AuditChain.AuditAction> startActs = database.run();
        Usage usage = metering.usage(settings.maxActiveLicenses);
        opened = usage;
        member = metering.membership();
        CatalogHistory history = metering.history();
        // After the usage of earlier runs is in the ledger: it contains the units of their meters.
        CatalogCurrencies currencies = new CatalogCurrencies(stored.store().licenses(), issuer, history, time);
        catalogs.adopt(new BillingAdoption(metering.units(), history, currencies));
        CorrectionFollower corrections = metering.corrections(usage);
        NodeLeases leases = metering.leases(usage);
        InMemoryCounters counters = new InMemoryCounters(
                settings.maxActiveLicenses,
                metering.initialCounts(usage, corrections),
                license -> cache.find(license).isPresent(),
                leases);
        reports.add(() -> List.of(limitsHealth(counters, time.millis())));
        QuotaStore quotas = Objects.requireNonNullElse(settings.quotas, counters);
        LimitStores local = leases.areShared()
                ? LimitStores.shares(counters, metering.membership()::live)
                : LimitStores.whole(counters);
        LimitStores stores = local.configured(settings);
        if (leases.areShared() && stores.hasOneOf(local)) {
            reports.add(() -> List.of(LimitStores.health(metering.membership().live())));
        }
        Limits limits = LimitKinds.limits(quotas, stores.rates(), stores.concurrency(), time);
        corrections.start(quotas, time);
        RefusalFactory refusalFactory = new RefusalFactory();
        RefusalMemory recent = new RefusalMemory(
                stored.node(), time, license -> cache.find(license).isPresent());
        LimitStatusReader readings = new LimitStatusReader(limits, catalogs, cache, time);
        RefusalCounts refusals = new RefusalCounts(time);
        AdminAssembly managing = new AdminAssembly(settings, issuer, audience, time, startActs, schedule);
        Optional<Administration> administration = managing.administration(
                catalogs, cache, readings, refusals, recent, metering.parts(usage, corrections));
        StatusLists statusLists =
                new StatusLists(watched, stored.staleness()::isOver, time, settings.clockSkew, schedule);
        Lifecycle lifecycle = new Lifecycle(schedule);
        sources.forEach(lifecycle::add);
        lifecycle.add(catalogs);
        reports.forEach(lifecycle::report);
        addRedis(lifecycle, cache);
        if (administration.isPresent()) {
            lifecycle.add(cache);
        }
        if (!stored.store().isLocal()) {
            lifecycle.add(metering.membership());
        }
        metering.adoption().ifPresent(lifecycle::add);
        metering.exports().ifPresent(lifecycle::add);
        metering.periods().ifPresent(watch -> {
            lifecycle.add(watch);
            lifecycle.report(() -> List.of(metering.messagesHealth()));
        });
        // Closed before the exports: usage that reaches the ledger now is exported with earlier usage, and not apart
        // from it.
        lifecycle.report(usage::storageHealth);
        if (leases.areShared()) {
            // Closed after the usage: what calls have used is in the ledger by then.
            lifecycle.add(leases);
        }
        lifecycle.add(usage);
        if (!statusLists.isEmpty()) {
            lifecycle.add(statusLists);
        }
        managing.webhooks().ifPresent(lifecycle::add);
        administration.ifPresent(lifecycle::add);
        database.noteStart();
        lifecycle.start();
        return new Engine(
                time,
                catalogs,
                authenticator(limits, cache, statusLists, refusalFactory),
                new CallerEvaluator(cache, limits),
                cache,
                limits,
                refusalFactory,
                new SafeDecisionListener(listeners(refusals), settings.mode, new RefusalLog(recent)),
                settings.mode,
                settings.unannotated,
                readings,
                new CurrentSummary(catalogs, metering.units()),
                usage,
                administration,
                lifecycle);
    }

    private void addRedis(Lifecycle lifecycle, LicenseCache cache) {
        if (settings.redis != null) {
            RedisComponent redis = new RedisComponent(settings.redis);
            if (!stored.store().isLocal()) {
                redis.pushChanges(cache);
            }
            lifecycle.add(redis);
        }
    }

    /** Returns the listeners of the host, then the counter of refusals if there is a log to store counts in. */
    private List<DecisionListener> listeners(RefusalCounts refusals) {
        List<DecisionListener> listeners = new ArrayList<>(settings.listeners);
        if (stored.hasStore()) {
            listeners.add(refusals);
        }
        return listeners;
    }

    private CredentialAuthenticator authenticator(
            Limits limits, LicenseCache cache, StatusLists statusLists, RefusalFactory refusalFactory) {
        VerifiedTokens<CachedCredential> remembered = new VerifiedTokens<>(settings.maxCachedTokens);
        sources.forEach(source -> source.onChange(remembered::clear));
        return new CredentialAuthenticator(
                new CredentialAuthenticator.Verifiers(
                        settings.credentialVerifiers,
                        new LicenseTokenVerifier(anchors, settings.clockSkew, time, settings.proofVerifiers),
                        settings.proofVerifiers),
                remembered,
                limits,
                cache,
                statusLists,
                refusalFactory,
                settings.clockSkew);
    }

    private InstantSource steady() {
        SlewingClock steady = SlewingClock.system();
        reports.add(() -> List.of(steady.health()));
        return steady;
    }

    private static Health.Component limitsHealth(InMemoryCounters counters, long nowMillis) {
        long refused = counters.refusedMillis();
        boolean isLately = refused != Long.MIN_VALUE && nowMillis - refused < PLACE_REFUSED_MILLIS;
        return new Health.Component(
                "limits",
                isLately ? Status.DEGRADED : Status.UP,
                counters.size() + " of at most " + counters.maxLicenses() + " licenses have counters"
                        + (isLately
                                ? "; a license without a record found no place " + (nowMillis - refused) + " ms ago"
                                : ""));
    }

    private void checkContradictions() {
        if (settings.ownKeys.isEmpty() && settings.remoteKeys.isEmpty()) {
            throw new LicensingException("no keys are configured: license tokens need a key file or a JWKS URI");
        }
        if (settings.clockSkew.isNegative() || settings.clockSkew.compareTo(LicenseTokenVerifier.MAX_SKEW) > 0) {
            throw new LicensingException(
                    "the clock skew is from zero to " + LicenseTokenVerifier.MAX_SKEW + ", got " + settings.clockSkew);
        }
        if (!stored.store().isLocal() && !stored.staleness().isReachable()) {
            throw new LicensingException("cached licenses may be "
                    + stored.staleness().maxStaleness()
                    + " old, but the store is polled only every " + stored.feedInterval()
                    + ": expected a shorter feed interval, or a longer maximum age");
        }
        if (settings.redis != null && (settings.rates != null || settings.concurrency != null)) {
            throw new LicensingException(
                    "rates and calls in flight are shared through Redis, and a store of them is configured as well");
        }
        if (!stored.hasStore() && !stored.webhooks().endpoints().isEmpty()) {
            throw new LicensingException("webhooks are configured, but no license store");
        }
        if (!stored.hasStore() && !stored.exporters().isEmpty()) {
            throw new LicensingException("usage exporters are configured, but no license store that adds usage up");
        }
        List<String> issuers = new ArrayList<>(List.of(issuer));
        for (TrustedIssuer other : settings.trusted) {
            if (issuers.contains(other.issuer())) {
                throw new LicensingException("issuer '" + other.issuer() + "' is trusted twice");
            }
            issuers.add(other.issuer());
        }
    }

    private static <T> T required(@Nullable T value, String name, String what) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            throw new LicensingException("no " + name + " is configured: expected " + what);
        }
        return value;
    }
}
