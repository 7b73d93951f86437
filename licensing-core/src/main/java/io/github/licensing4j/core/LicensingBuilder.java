package io.github.licensing4j.core;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.credential.FailedCredentialSettings;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.RemoteKeys;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import io.github.licensing4j.core.credential.signature.SignatureSettings;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configures and builds the engine. Not safe for use by many threads; the engine that it builds is.
 *
 * <p>Required: {@link #issuer}, {@link #audience}, {@link #catalog} and at least one source of keys. Everything else
 * has the documented default. Contradictions fail in {@link #build}.
 */
public final class LicensingBuilder {
    @Nullable
    String issuer;

    @Nullable
    String audience;

    Duration clockSkew = Duration.ofSeconds(30);

    @Nullable
    Path catalog;

    @Nullable
    Path shadowCatalog;

    Duration reloadInterval = LiveCatalog.Source.DEFAULT_INTERVAL;
    final List<KeySource> ownKeys = new ArrayList<>();
    final List<URI> remoteKeys = new ArrayList<>();

    @Nullable
    URI statusList;

    final List<TrustedIssuer> trusted = new ArrayList<>();
    EnforcementMode mode = EnforcementMode.ENFORCE;
    Unannotated unannotated = Unannotated.REQUIRE_LICENSE;
    StoreOptions stored = StoreOptions.withoutStore();

    @Nullable
    KeyRing ring;

    final List<OAuthIssuer> oauthIssuers = new ArrayList<>();
    /** For one fetch of their keys. Tests on busy machines have a longer one. */
    Duration providerTimeout = RemoteKeys.PROVIDER_TIMEOUT;

    final List<CredentialVerifier> credentialVerifiers = new ArrayList<>();
    final List<ProofVerifier> proofVerifiers = new ArrayList<>();
    DpopSettings dpop = DpopSettings.defaults();
    ProofUse clientCertificates = ProofUse.OPTIONAL;
    SignatureSettings signatures = SignatureSettings.defaults();
    FailedCredentialSettings failedCredentials = FailedCredentialSettings.defaults();
    final List<DecisionListener> listeners = new ArrayList<>();

    @Nullable
    QuotaStore quotas;

    @Nullable
    RateLimitStore rates;

    @Nullable
    ConcurrencyStore concurrency;

    @Nullable
    ReplayStore replays;

    @Nullable
    SeatStore seats;

    OutagePolicy.Replays replayOutage = OutagePolicy.Replays.CLOSED;

    @Nullable
    RedisLimits redis;

    @Nullable
    InstantSource clock;

    /** The clock of the machine, which tests set wrong. */
    InstantSource wall = InstantSource.system();

    int maxCachedTokens = 100_000;
    int maxActiveLicenses = 1_000_000;

    /** Sets the exact {@code iss} of the host's own license tokens. */
    public LicensingBuilder issuer(String issuer) {
        this.issuer = issuer;
        return this;
    }

    /** Sets the value that {@code aud} of every token must contain. */
    public LicensingBuilder audience(String audience) {
        this.audience = audience;
        return this;
    }

    /** Sets how far clocks of issuers may differ: default 30 s, at most 5 min. */
    public LicensingBuilder clockSkew(Duration skew) {
        this.clockSkew = skew;
        return this;
    }

    /** Sets the catalog file, {@code licensing.yaml}. */
    public LicensingBuilder catalog(Path file) {
        this.catalog = file;
        return this;
    }

    /**
     * Sets the file of a candidate for the catalog, which calls are compared with: default none. It charges and refuses
     * nothing, and is checked for changes as the catalog is. If it is invalid, no call is compared, and health reports why.
     */
    public LicensingBuilder shadowCatalog(Path file) {
        this.shadowCatalog = file;
        return this;
    }

    /** Sets how often the catalog file is checked for changes: default 2 s; zero never checks it again. */
    public LicensingBuilder reloadInterval(Duration interval) {
        this.reloadInterval = interval;
        return this;
    }

    /** Adds the host's own keys. Each key verifies. May be called several times. */
    public LicensingBuilder keys(KeyFile keys) {
        ownKeys.add(keys);
        return this;
    }

    /** Sets the host's own keys in a file that the library manages; the newest signs. */
    public LicensingBuilder keys(KeyRing keys) {
        ring = keys;
        ownKeys.add(keys);
        return this;
    }

    /** Adds a public key set of the host's own issuer, which is fetched and refreshed. */
    public LicensingBuilder keys(URI jwksUri) {
        remoteKeys.add(jwksUri);
        return this;
    }

    /**
     * Sets the address of the status list of the host's own issuer, or the common prefix of its numbered lists: for
     * verifiers without its store. Default: none is read. Https, or http on the loopback.
     */
    public LicensingBuilder statusList(URI uri) {
        this.statusList = uri;
        return this;
    }

    /** Accepts another issuer's tokens as well. May be called several times, once for each issuer. */
    public LicensingBuilder trust(TrustedIssuer issuer) {
        trusted.add(issuer);
        return this;
    }

    /**
     * Accepts the access tokens of an identity provider as credentials: default none. May be called several times, once for each
     * issuer. A token leads to a stored license by a name of it, so a store is needed.
     */
    public LicensingBuilder oauth(OAuthIssuer issuer) {
        oauthIssuers.add(issuer);
        return this;
    }

    /**
     * Adds a verifier of credentials, before those of API keys and license tokens. May be called several times; the first
     * that accepts a credential verifies it.
     */
    public LicensingBuilder credentialVerifier(CredentialVerifier verifier) {
        credentialVerifiers.add(verifier);
        return this;
    }

    /**
     * Sets whether and how DPoP proofs (RFC 9449) are verified: default {@link DpopSettings#defaults}, and a token that is
     * bound by {@code cnf.jkt} needs a proof.
     */
    public LicensingBuilder dpop(DpopSettings settings) {
        this.dpop = settings;
        return this;
    }

    /** Sets how many credentials of one address may fail: default {@link FailedCredentialSettings#defaults}. */
    public LicensingBuilder failedCredentials(FailedCredentialSettings settings) {
        this.failedCredentials = settings;
        return this;
    }

    /**
     * Sets whether client certificates are verified (RFC 8705 §3): default {@link ProofUse#OPTIONAL}, and a token that
     * is bound by {@code cnf.x5t#S256} needs a connection with its certificate.
     */
    public LicensingBuilder clientCertificates(ProofUse use) {
        this.clientCertificates = use;
        return this;
    }

    /**
     * Sets whether and how signed calls (RFC 9421) are verified: default {@link SignatureSettings#defaults}, and a call whose
     * credential or license needs a signature is refused without one. Keys are stored, so that without a store no signature
     * is verified.
     */
    public LicensingBuilder signatures(SignatureSettings settings) {
        this.signatures = settings;
        return this;
    }

    /**
     * Adds a verifier of proofs of possession, before those of certificates and DPoP: default none. A token that is bound by a method which
     * no verifier accepts is refused.
     */
    public LicensingBuilder proofVerifier(ProofVerifier verifier) {
        proofVerifiers.add(verifier);
        return this;
    }

    /** Sets whether refusals are enforced: default {@link EnforcementMode#ENFORCE}. */
    public LicensingBuilder mode(EnforcementMode mode) {
        this.mode = mode;
        return this;
    }

    /** Sets the policy for endpoints that declare nothing: default {@link Unannotated#REQUIRE_LICENSE}. */
    public LicensingBuilder unannotated(Unannotated policy) {
        this.unannotated = policy;
        return this;
    }

    /** Sets the store, with default options: default none. */
    public LicensingBuilder store(Store store) {
        return stored(StoreOptions.in(store));
    }

    /** Sets the store and its options: default {@link StoreOptions#withoutStore}. */
    public LicensingBuilder stored(StoreOptions options) {
        this.stored = options;
        return this;
    }

    /** Adds a listener of decisions: default none. May be called several times. */
    public LicensingBuilder listener(DecisionListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Sets the store that counts quotas and credits: default the memory of this process, loaded from the usage ledger. What
     * another store has counted must outlive the process by itself. This process applies every correction of usage to it,
     * so it must not be shared with other processes that do the same.
     */
    public LicensingBuilder quotas(QuotaStore store) {
        this.quotas = store;
        return this;
    }

    /**
     * Sets the store that counts permits of rate limits: default the memory of this process, which enforces its share where nodes
     * share the license store.
     */
    public LicensingBuilder rates(RateLimitStore store) {
        this.rates = store;
        return this;
    }

    /**
     * Sets the store that counts calls in flight: default the memory of this process, which enforces its share where nodes
     * share the license store.
     */
    public LicensingBuilder concurrency(ConcurrencyStore store) {
        this.concurrency = store;
        return this;
    }

    /**
     * Sets the store of used proofs of possession: default Redis if {@link #redis} is set, otherwise that of the license store, and the
     * memory of this process where that has none. The engine does not close it.
     */
    public LicensingBuilder replays(ReplayStore store) {
        this.replays = store;
        return this;
    }

    /**
     * Sets the store of the holders of seats, for calls, administration and invoices: default that of the license store, and the memory of
     * this process where that has none. Administration changes it before the audit entry is stored, not in one transaction with it. The
     * engine neither closes it nor removes old data from it.
     */
    public LicensingBuilder seats(SeatStore store) {
        this.seats = store;
        return this;
    }

    /** Sets the policy of used proofs while their store is unavailable: default {@link OutagePolicy.Replays#CLOSED}. */
    public LicensingBuilder replayOutage(OutagePolicy.Replays policy) {
        this.replayOutage = policy;
        return this;
    }

    /**
     * Shares rates, calls in flight and used proofs with other nodes through Redis, and pushes changes of a shared license store: default
     * none. Excludes {@link #rates} and {@link #concurrency}. The engine closes it.
     */
    public LicensingBuilder redis(RedisLimits limits) {
        this.redis = limits;
        return this;
    }

    /**
     * Sets the source of time. Default: a clock that never steps back, and follows that of a database that nodes share, otherwise the
     * system's.
     */
    public LicensingBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Sets how many verified tokens are cached: default 100,000. */
    public LicensingBuilder maxCachedTokens(int tokens) {
        this.maxCachedTokens = tokens;
        return this;
    }

    /**
     * Sets how many licenses may have counters in memory at once: default 1,000,000. Beyond it, idle counters are
     * evicted to the usage ledger. Stored licenses always get counters; others share the remaining capacity by issuer,
     * and are refused with 503 where none of their issuer can be evicted.
     */
    public LicensingBuilder maxActiveLicenses(int licenses) {
        this.maxActiveLicenses = licenses;
        return this;
    }

    /**
     * Reads keys and catalog, validates everything and starts.
     *
     * @throws LicensingException if a setting is missing, contradictory or malformed; the message names it, its place
     *     and the expected value
     */
    public LicensingEngine build() {
        return new Assembly(this).build();
    }
}
