package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published key set of an issuer, fetched in the background and never by a caller.
 *
 * <p>It is fetched at the start, periodically, and when an unknown kid is looked up, though not more often than the
 * pause allows. While it cannot be fetched the last good set stays; where there has never been one, or the fetch for an
 * unknown kid is in progress or has not begun since the kid was first looked up, tokens are unavailable rather than
 * invalid. A set with a private member is refused.
 */
public final class RemoteKeys implements KeySource {
    /** The default time-out for keys of identity providers, which are often far away; only the start waits for them. */
    public static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(RemoteKeys.class);

    private final KeySetAddress address;
    private final KeyAlgorithms algorithms;
    private final Timing timing;
    private final TaskQueue tasks;
    private final BoundedHttpClient client;
    private final PublishedKeySet fetcher;
    private final CountDownLatch firstFetch = new CountDownLatch(1);
    private final AtomicReference<UnknownKidFetch> unknownKidFetch = new AtomicReference<>(UnknownKidFetch.ALLOWED);
    private final UnknownKids unknown = new UnknownKids();
    private final InstantSource clock = InstantSource.system();
    private volatile Fetched fetched = new Fetched(null, Instant.EPOCH, null);
    // The last fetched set; only the fetching thread reads it.
    private List<JWK> published = List.of();
    private boolean isRead;
    private volatile Runnable listener = () -> {};

    /**
     * @param timeout for one fetch, from connecting to the last byte
     * @param refresh between fetches
     * @param pause between fetches for unknown kids
     */
    record Timing(Duration timeout, Duration refresh, Duration pause) {
        static final Timing DEFAULT = new Timing(Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofSeconds(10));

        static Timing ofProvider(Duration timeout) {
            return new Timing(timeout, Duration.ofMinutes(5), Duration.ofSeconds(10));
        }
    }

    /**
     * The result of the fetches so far.
     *
     * @param keys by kid, null if no fetch succeeded yet
     * @param at when the last good fetch was
     * @param problem why the last fetch failed, null if it did not
     */
    private record Fetched(
            @Nullable Map<String, VerificationKey> keys,
            Instant at,
            @Nullable String problem) {}

    /** The permission of an unknown kid to trigger a fetch. */
    private enum UnknownKidFetch {
        ALLOWED,
        UNDER_WAY,
        PAUSED
    }

    private RemoteKeys(Published published, Timing timing, Schedule schedule) {
        this.tasks = schedule.queue("licensing-keys");
        this.timing = timing;
        this.client = new BoundedHttpClient("keys", timing.timeout());
        this.address = published.address().apply(client);
        this.algorithms = published.algorithms();
        this.fetcher = new PublishedKeySet(address, client);
    }

    /**
     * A published key set.
     *
     * @param address locates it with a client
     * @param algorithms those that its keys may have
     */
    private record Published(Function<BoundedHttpClient, KeySetAddress> address, KeyAlgorithms algorithms) {
        static Published at(URI uri, KeyAlgorithms algorithms) {
            PublishedText.Kind.KEY_SET.check(uri);
            return new Published(client -> KeySetAddress.of(uri), algorithms);
        }
    }

    /**
     * Returns the keys published at an address. Waits for the first fetch up to its time-out; if it fails, it is
     * retried in the background.
     *
     * @throws LicensingException if the address is neither https nor http on the loopback
     */
    public static RemoteKeys of(URI uri, Schedule schedule) {
        return of(uri, Timing.DEFAULT, schedule);
    }

    static RemoteKeys of(URI uri, Timing timing, Schedule schedule) {
        return started(Published.at(uri, KeyAlgorithms.ofLicenses()), timing, schedule);
    }

    /**
     * Returns the keys of access tokens that an identity provider publishes at an address, as {@link #of(URI, Schedule)} does.
     *
     * @param allowed the algorithms of its tokens, the preferred one first
     * @param timeout for one fetch
     */
    public static RemoteKeys ofProvider(URI uri, List<JwsAlgorithm> allowed, Duration timeout, Schedule schedule) {
        return ofProvider(uri, allowed, Timing.ofProvider(timeout), schedule);
    }

    static RemoteKeys ofProvider(URI uri, List<JwsAlgorithm> allowed, Timing timing, Schedule schedule) {
        return started(Published.at(uri, KeyAlgorithms.ofAccessTokens(allowed)), timing, schedule);
    }

    /**
     * Returns the keys of access tokens whose address is in the metadata of their issuer, as {@link #of(URI, Schedule)} does.
     *
     * @param issuer the exact issuer
     * @param allowed the algorithms of its tokens, the preferred one first
     * @param timeout for one fetch
     */
    public static RemoteKeys discovered(
            String issuer, List<JwsAlgorithm> allowed, Duration timeout, Schedule schedule) {
        return discovered(issuer, allowed, Timing.ofProvider(timeout), schedule);
    }

    static RemoteKeys discovered(String issuer, List<JwsAlgorithm> allowed, Timing timing, Schedule schedule) {
        Published published = new Published(
                client -> new IssuerMetadata(issuer, client, InstantSource.system()),
                KeyAlgorithms.ofAccessTokens(allowed));
        return started(published, timing, schedule);
    }

    private static RemoteKeys started(Published published, Timing timing, Schedule schedule) {
        RemoteKeys remote = new RemoteKeys(published, timing, schedule);
        remote.fetchAndAwaitFirst();
        return remote;
    }

    private void fetchAndAwaitFirst() {
        tasks.every(Duration.ZERO, timing.refresh(), "fetch the keys at " + address.text(), this::fetch);
        try {
            if (!firstFetch.await(2 * timing.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn(
                        "The keys at {} are not there yet; tokens of that issuer are unavailable until they are",
                        address.text());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Lookup find(String kid) {
        Lookup lookup = known(kid);
        if (lookup instanceof Lookup.Found) {
            return lookup;
        }
        boolean absent = unknown.isAbsent(kid);
        fetchSoon();
        // The state is read first: once the fetch is over, its result is available.
        if (unknownKidFetch.get() == UnknownKidFetch.UNDER_WAY) {
            return new Lookup.Unavailable();
        }
        Lookup again = known(kid);
        return again instanceof Lookup.Unknown && !absent && !unknown.isAbsent(kid) ? new Lookup.Unavailable() : again;
    }

    private Lookup known(String kid) {
        Map<String, VerificationKey> known = fetched.keys;
        if (known == null) {
            return new Lookup.Unavailable();
        }
        VerificationKey key = known.get(kid);
        return key == null ? new Lookup.Unknown() : new Lookup.Found(key);
    }

    private void fetchSoon() {
        if (!unknownKidFetch.compareAndSet(UnknownKidFetch.ALLOWED, UnknownKidFetch.UNDER_WAY)) {
            return;
        }
        if (!tasks.once("fetch the keys at " + address.text(), this::fetchForUnknown)) {
            unknownKidFetch.set(UnknownKidFetch.PAUSED);
        }
    }

    private void fetchForUnknown() {
        try {
            fetch();
        } finally {
            unknownKidFetch.set(UnknownKidFetch.PAUSED);
            tasks.once(
                    timing.pause(),
                    "fetch keys of unknown ids again",
                    () -> unknownKidFetch.set(UnknownKidFetch.ALLOWED));
        }
    }

    private void fetch() {
        try {
            unknown.fetchStarts();
            List<JWK> set = fetcher.fetch();
            if (!isRead || !set.equals(published)) {
                replace(JwkSets.readPublished(set, algorithms, address.text()));
                published = set;
                isRead = true;
            }
            unknown.fetched();
            fetched = new Fetched(fetched.keys, clock.instant(), null);
        } catch (LicensingException e) {
            if (fetched.problem == null) {
                log.warn("The keys at {} cannot be fetched; the last good ones stay", address.text(), e);
            }
            failed(e);
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        } finally {
            firstFetch.countDown();
        }
    }

    private void failed(Throwable why) {
        Fetched before = fetched;
        String message = why instanceof LicensingException ? why.getMessage() : null;
        fetched = new Fetched(
                before.keys, before.at, message == null ? why.getClass().getSimpleName() : message);
    }

    private void replace(List<VerificationKey> keys) {
        Map<String, VerificationKey> fresh = new HashMap<>();
        keys.forEach(key -> fresh.put(key.kid(), key));
        fetched = new Fetched(fresh, clock.instant(), null);
        log.info("The keys at {} are now {}", address.text(), fresh.keySet());
        listener.run();
    }

    @Override
    public Health.Component health() {
        Fetched seen = fetched;
        String wrong = seen.problem == null ? "" : ": " + seen.problem;
        if (seen.keys == null) {
            return tasks.with(new Health.Component("keys", Status.DOWN, "none yet from " + address.text() + wrong));
        }
        return tasks.with(new Health.Component(
                "keys",
                seen.problem == null ? Status.UP : Status.DEGRADED,
                seen.keys.size() + " from " + address.text() + ", fetched at " + seen.at + wrong));
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    @Override
    public void close() {
        tasks.stop();
        client.close();
    }
}
