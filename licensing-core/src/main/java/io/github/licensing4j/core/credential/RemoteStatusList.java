package io.github.licensing4j.core.credential;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.StatusListToken.Expected;
import io.github.licensing4j.core.credential.StatusLists.Freshness;
import io.github.licensing4j.core.credential.StatusLists.Watched;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One published status list. A fetch that fails, or returns an older list or one that does not verify, leaves the last
 * good one in place.
 */
final class RemoteStatusList {
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(RemoteStatusList.class);
    private static final long AGAIN_MILLIS = 5_000;
    private static final long SHORTEST_MILLIS = 5_000;
    private static final long USUAL_MILLIS = 60_000;
    private static final long LONGEST_MILLIS = 300_000;
    private static final long FORGOTTEN_MILLIS = 3_600_000;

    private final String uri;
    private final Watched watched;
    private final Freshness freshness;
    private final InstantSource clock;
    private final long skewMillis;
    private final PublishedText text;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile State state = new State(null, null);
    private volatile long dueMillis;
    private volatile long askedMillis;

    /**
     * The result of the fetches so far.
     *
     * @param fetched the last good list, null if there is none
     * @param problem why the last fetch failed, null if it did not
     */
    private record State(
            @Nullable Fetched fetched, @Nullable String problem) {}

    /**
     * The health of a list at one moment.
     *
     * @param ageMillis how old the last good list is, 0 if there is none
     */
    record Reading(Status status, long ageMillis, String text) {}

    /**
     * The last fetched list.
     *
     * @param refreshMillis when it is to be fetched again
     */
    private record Fetched(StatusListToken token, long atMillis, long refreshMillis) {}

    /**
     * The clock of this process.
     *
     * @param skewMillis how far the clocks of issuers may differ from it
     */
    record Times(InstantSource clock, long skewMillis) {}

    RemoteStatusList(PublishedText text, Watched watched, Freshness freshness, Times times) {
        this.uri = text.uri();
        this.watched = watched;
        this.freshness = freshness;
        this.clock = times.clock;
        this.skewMillis = times.skewMillis;
        this.text = text;
        this.askedMillis = clock.millis();
    }

    /** Returns why the token at an index is not valid, null if it is. */
    @Nullable
    RefusalCode refused(long index, long nowMillis) {
        askedMillis = nowMillis;
        awaitFirst();
        State seen = state;
        Fetched known = seen.fetched;
        if (known == null || isOver(seen, known, nowMillis)) {
            return RefusalCode.ENFORCEMENT_UNAVAILABLE;
        }
        return switch (known.token.list().at(index)) {
            case StatusList.VALID -> null;
            case -1 -> RefusalCode.CREDENTIAL_INVALID;
            default -> RefusalCode.CREDENTIAL_REVOKED;
        };
    }

    /** Waits for the first fetch only, whatever its result. */
    private void awaitFirst() {
        if (first.getCount() == 0) {
            return;
        }
        try {
            if (!first.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("The status list at {} is not there yet", uri);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver(State seen, Fetched known, long nowMillis) {
        return nowMillis >= known.token.expiresMillis() + skewMillis
                || freshness.isOver(seen.problem != null, nowMillis - known.refreshMillis);
    }

    boolean isDue(long nowMillis) {
        return nowMillis >= dueMillis;
    }

    boolean isForgotten(long nowMillis) {
        return nowMillis - askedMillis > FORGOTTEN_MILLIS;
    }

    /** Fetches it now. Called only by one thread. */
    void fetch() {
        try {
            Expected expected = new Expected(uri, watched.anchor(), skewMillis);
            take(StatusListToken.verify(text.fetch(), expected, clock.millis()));
        } catch (TokenFault | LicensingException e) {
            if (state.problem == null) {
                log.warn("The status list at {} cannot be used; the last good one stays: {}", uri, e.getMessage());
            }
            failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Errors too: one must not keep the other lists from being fetched.
            failed(e.getClass().getSimpleName());
            log.error("The status list at {} cannot be fetched; the last good one stays", uri, e);
        } finally {
            first.countDown();
        }
    }

    /** Ends the wait for the first fetch, because it will never happen. */
    void fetchedNever() {
        failed("closed");
        first.countDown();
    }

    private void failed(String why) {
        state = new State(state.fetched, why);
        dueMillis = clock.millis() + AGAIN_MILLIS;
    }

    private void take(StatusListToken fresh) throws TokenFault {
        Fetched known = state.fetched;
        if (known != null && fresh.issuedMillis() < known.token.issuedMillis()) {
            throw TokenFault.invalid("it is older than the present one");
        }
        long now = clock.millis();
        long wait = fresh.ttlSeconds() == 0
                ? USUAL_MILLIS
                : Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, Math.min(fresh.ttlSeconds(), 86_400) * 500));
        dueMillis = now + Math.min(wait, Math.max(SHORTEST_MILLIS, (fresh.expiresMillis() - now) / 2));
        state = new State(new Fetched(fresh, now, dueMillis), null);
    }

    /** Returns its health, of one state. */
    Reading reading(long nowMillis) {
        State seen = state;
        Fetched known = seen.fetched;
        long age = known == null ? 0 : Math.max(0, nowMillis - known.atMillis);
        String text = uri + " as of " + (known == null ? "never" : age + " ms ago")
                + (seen.problem == null ? "" : ": " + seen.problem);
        if (known == null || isOver(seen, known, nowMillis)) {
            return new Reading(Status.DOWN, age, text);
        }
        return new Reading(seen.problem == null ? Status.UP : Status.DEGRADED, age, text);
    }
}
