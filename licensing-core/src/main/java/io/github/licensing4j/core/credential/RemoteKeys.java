package io.github.licensing4j.core.credential;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published key set of an issuer, fetched by one thread of its own and never by a caller.
 *
 * <p>It is fetched at the start, again and again, and when a kid is asked that is not in it, though not more often than
 * the pause allows. While it cannot be fetched the last good set stays; where there has never been one, or the fetch for
 * an unknown kid is under way, tokens are unavailable rather than invalid. A set with a private member is no set.
 */
public final class RemoteKeys implements KeySource {
    private static final Logger log = LoggerFactory.getLogger(RemoteKeys.class);

    private final URI uri;
    private final Timing timing;
    private final PublishedText fetcher;
    private final ScheduledExecutorService fetching = Executors.newSingleThreadScheduledExecutor(RemoteKeys::thread);
    private final AtomicReference<Asking> asking = new AtomicReference<>(Asking.ALLOWED);
    private volatile @Nullable Map<String, VerificationKey> keys;
    private final InstantSource clock = InstantSource.system();
    private volatile Instant fetchedAt = Instant.EPOCH;
    private volatile @Nullable String problem;
    // What was fetched last; no other thread than the fetching one looks at it.
    private String text = "";
    private volatile Runnable listener = () -> {};

    /**
     * @param timeout for one fetch, from connecting to the last byte
     * @param refresh between fetches
     * @param pause between fetches for unknown kids
     */
    record Timing(Duration timeout, Duration refresh, Duration pause) {
        static final Timing DEFAULT = new Timing(Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofSeconds(10));
    }

    /** Whether an unknown kid may have the set fetched. */
    private enum Asking {
        ALLOWED,
        UNDER_WAY,
        PAUSED
    }

    private RemoteKeys(URI uri, Timing timing) {
        this.uri = uri;
        this.timing = timing;
        this.fetcher = new PublishedText(uri, PublishedText.Kind.KEY_SET, timing.timeout());
    }

    /**
     * The keys published at an address. Waits for the first fetch as long as one may take; if it fails, it is tried again
     * in the background.
     *
     * @throws LicensingException if the address is neither https nor http on the loopback
     */
    public static RemoteKeys of(URI uri) {
        return of(uri, Timing.DEFAULT);
    }

    static RemoteKeys of(URI uri, Timing timing) {
        RemoteKeys remote = new RemoteKeys(uri, timing);
        remote.start();
        return remote;
    }

    private void start() {
        var first = fetching.submit(this::fetch);
        var unused = fetching.scheduleWithFixedDelay(
                this::fetch, timing.refresh().toMillis(), timing.refresh().toMillis(), TimeUnit.MILLISECONDS);
        try {
            first.get(2 * timing.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("The keys at {} are not there yet; tokens of that issuer are unavailable until they are", uri, e);
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
        fetchSoon();
        // This is asked first: once the fetch is over, what it brought is known.
        return asking.get() == Asking.UNDER_WAY ? new Lookup.Unavailable() : known(kid);
    }

    private Lookup known(String kid) {
        Map<String, VerificationKey> known = keys;
        if (known == null) {
            return new Lookup.Unavailable();
        }
        VerificationKey key = known.get(kid);
        return key == null ? new Lookup.Unknown() : new Lookup.Found(key);
    }

    private void fetchSoon() {
        if (!asking.compareAndSet(Asking.ALLOWED, Asking.UNDER_WAY)) {
            return;
        }
        try {
            fetching.execute(this::fetchForUnknown);
        } catch (RejectedExecutionException e) {
            asking.set(Asking.PAUSED);
            log.debug("The keys at {} are not fetched any more: closed", uri, e);
        }
    }

    private void fetchForUnknown() {
        fetch();
        asking.set(Asking.PAUSED);
        try {
            var unused = fetching.schedule(
                    () -> asking.set(Asking.ALLOWED), timing.pause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The keys at {} are not fetched any more: closed", uri, e);
        }
    }

    private void fetch() {
        try {
            String body = fetcher.fetch();
            if (!body.equals(text)) {
                replace(JwkSets.readPublished(body, uri.toString()));
                text = body;
            }
            fetchedAt = clock.instant();
            problem = null;
        } catch (RuntimeException e) {
            // Whatever it is: one that escapes would end the fetching for good, and say so nowhere.
            if (problem == null) {
                log.warn("The keys at {} cannot be fetched; the last good ones stay", uri, e);
            }
            problem = String.valueOf(e.getMessage());
        }
    }

    private void replace(List<VerificationKey> published) {
        Map<String, VerificationKey> fresh = new HashMap<>();
        published.forEach(key -> fresh.put(key.kid(), key));
        keys = fresh;
        log.info("The keys at {} are now {}", uri, fresh.keySet());
        listener.run();
    }

    @Override
    public Health.Component health() {
        Map<String, VerificationKey> known = keys;
        String wrong = problem;
        if (known == null) {
            return new Health.Component(
                    "keys", Status.DOWN, "none yet from " + uri + (wrong == null ? "" : ": " + wrong));
        }
        return wrong == null
                ? new Health.Component("keys", Status.UP, known.size() + " from " + uri + ", fetched at " + fetchedAt)
                : new Health.Component(
                        "keys",
                        Status.DEGRADED,
                        known.size() + " from " + uri + ", fetched at " + fetchedAt + ": " + wrong);
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    @Override
    public void close() {
        fetching.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "licensing-keys");
        thread.setDaemon(true);
        return thread;
    }
}
