package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.http.HttpReply;
import io.github.licensing4j.core.http.HttpReply.Body;
import io.github.licensing4j.core.http.HttpReply.Received;
import io.github.licensing4j.core.http.HttpReply.Silent;
import io.github.licensing4j.core.schedule.Component;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends tokens to an introspection endpoint (RFC 7662 §2). A call waits for the answer up to the time-out; calls with the same
 * token wait for one request. After an endpoint has not answered, or was overloaded, no request is sent for a second, so that
 * calls are refused at once. Safe for use by many threads.
 */
public final class IntrospectionClient implements Component {
    /** The most requests at once; further calls are refused, so that a slow endpoint does not hold all threads of a server. */
    static final int MAX_AT_ONCE = 64;
    /** The time without requests after one that was not answered. */
    static final long PAUSE_MILLIS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(IntrospectionClient.class);
    private static final int MAX_BYTES = 64 * 1024;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Introspection settings;
    private final String authorization;
    private final InstantSource clock;
    private final BoundedHttpClient http;
    private final Semaphore permits = new Semaphore(MAX_AT_ONCE);
    private final ConcurrentHashMap<String, CompletableFuture<Result>> running = new ConcurrentHashMap<>();
    private volatile State state = new State(null, 0);

    /** The result of an introspection. */
    sealed interface Result {

        /** The token is active. */
        record Active(Claims claims) implements Result {}

        /** The token is not active: it has expired, was revoked, or never existed. */
        record Inactive() implements Result {}

        /** It is not known whether the token is active. */
        record Unavailable(String cause) implements Result {}
    }

    /**
     * The result of the last request.
     *
     * @param problem why it failed, null if it did not
     * @param pausedAtMillis when a pause began, 0 if there is none
     */
    private record State(@Nullable String problem, long pausedAtMillis) {}

    public IntrospectionClient(Introspection settings, InstantSource clock) {
        this.settings = settings;
        this.authorization = settings.client().authorization();
        this.clock = clock;
        this.http = new BoundedHttpClient("introspection", settings.timeout());
    }

    Introspection settings() {
        return settings;
    }

    /** @param hash the SHA-256 of the token */
    Result introspect(String token, String hash) {
        CompletableFuture<Result> own = new CompletableFuture<>();
        CompletableFuture<Result> first = running.putIfAbsent(hash, own);
        if (first != null) {
            return await(first);
        }
        try {
            Result result = attempt(token);
            own.complete(result);
            return result;
        } finally {
            running.remove(hash, own);
            // Only after an exception: those that wait must not wait longer.
            own.complete(new Result.Unavailable("its introspection has failed"));
        }
    }

    private Result await(CompletableFuture<Result> first) {
        try {
            return first.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Unavailable("interrupted while it was introspected");
        } catch (TimeoutException | ExecutionException e) {
            return new Result.Unavailable("its introspection has not ended in time");
        }
    }

    private Result attempt(String token) {
        if (isPaused()) {
            return new Result.Unavailable("the introspection endpoint did not answer a moment ago");
        }
        if (!permits.tryAcquire()) {
            return new Result.Unavailable("too many tokens are being introspected");
        }
        try {
            return request(token);
        } finally {
            permits.release();
        }
    }

    private boolean isPaused() {
        long began = state.pausedAtMillis;
        long now = clock.millis();
        return began != 0 && now >= began && now - began < PAUSE_MILLIS;
    }

    private Result request(String token) {
        String form = "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "&token_type_hint=access_token";
        URI uri = settings.uri();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            HttpReply reply = http.send(request, MAX_BYTES);
            return reply instanceof Received received ? answered(received) : silent(((Silent) reply).reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Unavailable("interrupted while it was introspected");
        }
    }

    private Result answered(Received received) {
        if (received.body() == Body.BROKEN_OFF) {
            return silent("an answer that was broken off");
        }
        int status = received.status();
        if (status == TOO_MANY_REQUESTS || status == SERVICE_UNAVAILABLE) {
            return silent("status " + status);
        }
        if (status != 200 || received.body() == Body.CUT_OFF) {
            // Another token may be answered well, so there is no pause. 401 means that the client secret is wrong
            // (§2.3).
            return failed(status == 200 ? "an answer of more than " + MAX_BYTES + " bytes" : "status " + status, 0);
        }
        try {
            Result result = read(received.text());
            succeeded();
            return result;
        } catch (TokenFault fault) {
            return failed("an answer that is no introspection response (RFC 7662 §2.2)", 0);
        }
    }

    private static Result read(String json) throws TokenFault {
        Claims claims = Claims.parse(json.strip().getBytes(StandardCharsets.UTF_8));
        // §2.2: of a token that is not active, nothing else counts.
        return claims.isActive() ? new Result.Active(claims) : new Result.Inactive();
    }

    private Result silent(String problem) {
        return failed(problem, clock.millis());
    }

    private Result failed(String problem, long pausedAtMillis) {
        if (state.problem == null) {
            log.warn("Access tokens cannot be introspected at {}: {}", settings.uri(), problem);
        }
        state = new State(problem, pausedAtMillis);
        return new Result.Unavailable("it cannot be introspected: " + problem);
    }

    private void succeeded() {
        if (state.problem != null) {
            log.info("Access tokens are introspected again at {}", settings.uri());
            state = new State(null, 0);
        }
    }

    /** Returns whether the last request succeeded. */
    @Override
    public Health.Component health() {
        String problem = state.problem;
        return problem == null
                ? new Health.Component("introspection", Status.UP, "at " + settings.uri())
                : new Health.Component("introspection", Status.DEGRADED, "at " + settings.uri() + ": " + problem);
    }

    @Override
    public void close() {
        http.close();
    }
}
