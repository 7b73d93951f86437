package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.admin.RefusalCounts;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import io.github.licensing4j.core.credential.RemoteKeys;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.core.credential.VerifiedTokens;
import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.core.limit.ChargeSheets;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.store.memory.InMemoryCounters;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.LicenseStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the engine together. Not safe for use by many threads; what it builds is.
 *
 * <p>Required: {@link #issuer}, {@link #audience}, {@link #catalog} and at least one source of keys. Everything else has
 * the default it names. Contradictions fail in {@link #build}.
 */
public final class LicensingBuilder {
    private @Nullable String issuer;
    private @Nullable String audience;
    private Duration clockSkew = Duration.ofSeconds(30);
    private @Nullable Path catalog;
    private Duration reloadInterval = LiveCatalog.Source.DEFAULT_INTERVAL;
    private final List<KeySource> ownKeys = new ArrayList<>();
    private final List<Supplier<KeySource>> remoteKeys = new ArrayList<>();
    private final List<TrustedIssuer> trusted = new ArrayList<>();
    private DecisionListener.Mode mode = DecisionListener.Mode.ENFORCE;
    private Unannotated unannotated = Unannotated.REQUIRE_LICENSE;
    private StoreOptions stored = StoreOptions.in(LicenseStore.none());
    private @Nullable KeyRing ring;
    private final List<DecisionListener> listeners = new ArrayList<>();
    private @Nullable InstantSource clock;
    private int maxCachedTokens = 100_000;
    private int maxActiveLicenses = 1_000_000;

    /** The exact {@code iss} of the host's own license tokens. */
    public LicensingBuilder issuer(String issuer) {
        this.issuer = issuer;
        return this;
    }

    /** What {@code aud} of every token must contain. */
    public LicensingBuilder audience(String audience) {
        this.audience = audience;
        return this;
    }

    /** How far clocks of issuers may differ: default 30 s, at most 5 min. */
    public LicensingBuilder clockSkew(Duration skew) {
        this.clockSkew = skew;
        return this;
    }

    /** The catalog file, {@code licensing.yaml}. */
    public LicensingBuilder catalog(Path file) {
        this.catalog = file;
        return this;
    }

    /** How often the catalog file is looked at for changes: default 2 s; zero never looks again. */
    public LicensingBuilder reloadInterval(Duration interval) {
        this.reloadInterval = interval;
        return this;
    }

    /** The host's own keys. Each key verifies. May be called several times. */
    public LicensingBuilder keys(KeyFile keys) {
        ownKeys.add(keys);
        return this;
    }

    /** The host's own keys in a file that the library keeps, with the newest signing. */
    public LicensingBuilder keys(KeyRing keys) {
        ring = keys;
        ownKeys.add(keys);
        return this;
    }

    /** A public key set of the host's own issuer, fetched and kept fresh. */
    public LicensingBuilder keys(URI jwksUri) {
        remoteKeys.add(() -> RemoteKeys.of(jwksUri));
        return this;
    }

    /** Accepts another issuer's tokens as well. May be called several times, once an issuer. */
    public LicensingBuilder trust(TrustedIssuer issuer) {
        trusted.add(issuer);
        return this;
    }

    /** Whether refusals are enforced: default {@link DecisionListener.Mode#ENFORCE}. */
    public LicensingBuilder mode(DecisionListener.Mode mode) {
        this.mode = mode;
        return this;
    }

    /** What holds for endpoints that declare nothing: default {@link Unannotated#REQUIRE_LICENSE}. */
    public LicensingBuilder unannotated(Unannotated policy) {
        this.unannotated = policy;
        return this;
    }

    /** Where licenses are kept, with nothing special about it: default {@link LicenseStore#none()}. */
    public LicensingBuilder licenseStore(LicenseStore store) {
        return stored(StoreOptions.in(store));
    }

    /** Where licenses are kept, and how: default nowhere, so that every license is as its token says. */
    public LicensingBuilder stored(StoreOptions options) {
        this.stored = options;
        return this;
    }

    /** Who hears of decisions: default nobody. May be called several times. */
    public LicensingBuilder listener(DecisionListener listener) {
        listeners.add(listener);
        return this;
    }

    /** The source of time: default a clock that follows the system's without ever stepping back. */
    public LicensingBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** How many verified tokens are remembered: default 100,000. */
    public LicensingBuilder maxCachedTokens(int tokens) {
        this.maxCachedTokens = tokens;
        return this;
    }

    /** How many licenses may have counters in memory at once: default 1,000,000. Past it, licenses never seen are refused with 503. */
    public LicensingBuilder maxActiveLicenses(int licenses) {
        this.maxActiveLicenses = licenses;
        return this;
    }

    /**
     * Reads keys and catalog, checks everything and starts.
     *
     * @throws LicensingException if anything is missing, contradictory or malformed, with what, where and what was expected
     */
    public Licensing build() {
        String host = required(issuer, "issuer", "the exact 'iss' of the host's own tokens");
        String ourAudience = required(audience, "audience", "what 'aud' of every token must contain");
        Path file = required(catalog, "catalog", "the path of licensing.yaml");
        checkContradictions(host);
        List<Supplier<Health.Component>> gauges = new ArrayList<>();
        InstantSource time = clock != null ? clock : steady(gauges);
        LicenseBook book = new LicenseBook(stored.store(), time, stored.maxKnownLicenses(), stored.maxStaleness());
        LiveCatalog catalogs = LiveCatalog.open(new LiveCatalog.Source(
                file, reloadInterval, time, () -> stored.store().pinnedPlans(host), changed -> {}));
        List<KeySource> sources = new ArrayList<>(ownKeys);
        remoteKeys.forEach(remote -> sources.add(remote.get()));
        List<TrustAnchor> anchors = new ArrayList<>();
        anchors.add(new TrustAnchor(host, ourAudience, List.copyOf(sources)));
        for (TrustedIssuer other : trusted) {
            RemoteKeys keys = RemoteKeys.of(other.jwksUri());
            sources.add(keys);
            String theirs = other.audience() == null ? ourAudience : other.audience();
            anchors.add(new TrustAnchor(other.issuer(), theirs, List.of(keys)));
        }
        return new DefaultLicensing(engine(time, catalogs, book, anchors, sources, gauges));
    }

    private Engine engine(
            InstantSource time,
            LiveCatalog catalogs,
            LicenseBook book,
            List<TrustAnchor> anchors,
            List<KeySource> sources,
            List<Supplier<Health.Component>> gauges) {
        InMemoryCounters counters = new InMemoryCounters(maxActiveLicenses);
        gauges.add(() -> limitsHealth(counters));
        Limits limits = new Limits(counters, counters, time);
        VerifiedTokens<KnownCaller> remembered = new VerifiedTokens<>(maxCachedTokens);
        sources.forEach(source -> source.onChange(remembered::clear));
        Refusals refusals = new Refusals();
        LiveLimits readings = new LiveLimits(limits, catalogs, book, time);
        List<DecisionListener> hearing = new ArrayList<>(listeners);
        Optional<Administration> administration = administration(time, catalogs, book, readings, hearing);
        if (administration.isPresent()) {
            gauges.add(book::health);
        }
        return new Engine(
                time,
                catalogs,
                new Arrivals(
                        new LicenseTokenVerifier(anchors, clockSkew, time),
                        remembered,
                        limits,
                        book,
                        refusals,
                        clockSkew),
                book,
                limits,
                new ChargeSheets(),
                new Upgrades(limits),
                refusals,
                new Announcer(DecisionListener.composite(hearing), mode),
                mode,
                unannotated,
                sources,
                gauges,
                readings,
                administration);
    }

    private Optional<Administration> administration(
            InstantSource time,
            LiveCatalog catalogs,
            LicenseBook book,
            LiveLimits readings,
            List<DecisionListener> hearing) {
        if (stored.store() == LicenseStore.none()) {
            return Optional.empty();
        }
        RefusalCounts refusals = new RefusalCounts(time);
        hearing.add(refusals);
        KeyFile file = ownKeys.stream()
                .filter(KeyFile.class::isInstance)
                .map(KeyFile.class::cast)
                .findFirst()
                .orElse(null);
        String host = required(issuer, "issuer", "");
        String theirs = required(audience, "audience", "");
        Administration made = new Administration(new Administration.Parts(
                host,
                stored.node(),
                stored.store(),
                book,
                catalogs,
                time,
                stored.auditKey(),
                tokenIssuer(host, theirs, file, time),
                Optional.ofNullable(ring),
                file,
                stored.tokens(),
                stored.listener(),
                Administration.Webhooks.NONE,
                readings::of,
                refusals,
                stored.feedInterval(),
                stored.auditRetention()));
        made.start();
        return Optional.of(made);
    }

    private LicenseTokenIssuer tokenIssuer(String host, String theirs, @Nullable KeyFile file, InstantSource time) {
        if (ring != null) {
            return new LicenseTokenIssuer(host, theirs, ring, time);
        }
        return file == null ? LicenseTokenIssuer.none(time) : LicenseTokenIssuer.lazy(host, theirs, file, time);
    }

    private static InstantSource steady(List<Supplier<Health.Component>> gauges) {
        SteadyClock steady = SteadyClock.system();
        gauges.add(steady::health);
        return steady;
    }

    private static Health.Component limitsHealth(InMemoryCounters counters) {
        int size = counters.size();
        return new Health.Component(
                "limits",
                size < counters.maxLicenses() ? Status.UP : Status.DEGRADED,
                size + " of at most " + counters.maxLicenses() + " licenses have counters; volatile, lost at restart");
    }

    private void checkContradictions(String host) {
        if (ownKeys.isEmpty() && remoteKeys.isEmpty()) {
            throw new LicensingException("no keys are configured: license tokens need a key file or a JWKS URI");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(LicenseTokenVerifier.MAX_SKEW) > 0) {
            throw new LicensingException(
                    "the clock skew is from zero to " + LicenseTokenVerifier.MAX_SKEW + ", got " + clockSkew);
        }
        List<String> issuers = new ArrayList<>(List.of(host));
        for (TrustedIssuer other : trusted) {
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
