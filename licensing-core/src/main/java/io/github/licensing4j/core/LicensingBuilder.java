package io.github.licensing4j.core;

import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.RemoteKeys;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.LicenseStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is to be made of; {@link Assembly} puts it together. Not safe for use by many threads; what it builds is.
 *
 * <p>Required: {@link #issuer}, {@link #audience}, {@link #catalog} and at least one source of keys. Everything else has
 * the default it names. Contradictions fail in {@link #build}.
 */
public final class LicensingBuilder {
    @Nullable
    String issuer;

    @Nullable
    String audience;

    Duration clockSkew = Duration.ofSeconds(30);

    @Nullable
    Path catalog;

    Duration reloadInterval = LiveCatalog.Source.DEFAULT_INTERVAL;
    final List<KeySource> ownKeys = new ArrayList<>();
    final List<Supplier<KeySource>> remoteKeys = new ArrayList<>();

    @Nullable
    URI statusList;

    final List<TrustedIssuer> trusted = new ArrayList<>();
    DecisionListener.Mode mode = DecisionListener.Mode.ENFORCE;
    Unannotated unannotated = Unannotated.REQUIRE_LICENSE;
    StoreOptions stored = StoreOptions.in(LicenseStore.none());

    @Nullable
    KeyRing ring;

    final List<DecisionListener> listeners = new ArrayList<>();

    @Nullable
    InstantSource clock;

    int maxCachedTokens = 100_000;
    int maxActiveLicenses = 1_000_000;

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

    /**
     * Where revoked tokens of the host's own issuer are listed, or what the addresses of its numbered lists begin with: for
     * verifiers without its store. Default: they are not looked at. Https, or http on the loopback.
     */
    public LicensingBuilder statusList(URI uri) {
        this.statusList = uri;
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

    /**
     * How many licenses may have counters in memory at once: default 1,000,000. Past it, idle counters are evicted to the usage
     * ledger. Stored licenses always get a place; others share the places by issuer, and are refused with 503 where none of
     * their issuer can be evicted.
     */
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
        return new Assembly(this).build();
    }
}
