package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits calls in flight across nodes. Redis has the calls of each node under a lease of 30 s, which the node renews every 10 s: the calls
 * of a dead node leave when its lease ends.
 */
final class RedisConcurrency implements ConcurrencyStore {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int TICKS_PER_RENEWAL = 40;
    private static final long IDLE = TimeUnit.MINUTES.toNanos(2);

    private final RedisLink link;
    private final RedisKeys keys;
    private final ConcurrencyStore duringOutage;
    private final String lease;
    private final ConcurrentHashMap<LicenseId, LicenseCalls> calls = new ConcurrentHashMap<>();
    private volatile String lastSession = LicenseCalls.NONE;
    private int ticks;

    /** @param duringOutage decides calls while Redis does not answer */
    RedisConcurrency(RedisLink link, RedisKeys keys, ConcurrencyStore duringOutage) {
        this(link, keys, duringOutage, LEASE);
    }

    RedisConcurrency(RedisLink link, RedisKeys keys, ConcurrencyStore duringOutage, Duration lease) {
        this.link = link;
        this.keys = keys;
        this.duringOutage = duringOutage;
        this.lease = Long.toString(lease.toMillis());
        RedisSession session = link.session();
        if (session != null) {
            lastSession = session.id();
        }
        link.onConnect(this::moveTo);
        link.onTick(this::tick);
    }

    @Override
    public RedisConcurrencyAccount account(LicenseId license) {
        return new RedisConcurrencyAccount(this, license, duringOutage.account(license));
    }

    RedisLink link() {
        return link;
    }

    LicenseCalls find(LicenseId license) {
        return calls.computeIfAbsent(license, id -> new LicenseCalls(id, keys));
    }

    /** Returns the calls of a license after it has registered an operation. */
    LicenseCalls begin(LicenseId license) {
        LicenseCalls found = find(license);
        while (!found.begin(link.clock().nanos())) {
            found = find(license);
        }
        return found;
    }

    /** Returns the calls of a license after it has counted a call that entered without Redis. */
    LicenseCalls entered(LicenseId license, List<ConcurrencyClaim> claims) {
        LicenseCalls found = find(license);
        while (!found.entered(claims, link.clock().nanos())) {
            found = find(license);
        }
        return found;
    }

    /** Sends the request of a call that {@link #begin} has registered. The result is null if the caller no longer waits. */
    CompletableFuture<@Nullable List<Long>> enter(Entry entry) {
        List<String> arguments = new ArrayList<>(List.of(entry.session().id(), lease));
        entry.claims()
                .forEach(claim ->
                        arguments.addAll(List.of(RedisKeys.field(claim.counter()), Integer.toString(claim.max()))));
        CompletableFuture<@Nullable List<Long>> waiting = new CompletableFuture<>();
        send(entry.session(), entry.calls(), new Operation(CallScript.ENTER, arguments), (answer, error) -> {
            if (answer == null) {
                waiting.completeExceptionally(error == null ? new IllegalStateException("no answer") : error);
                return;
            }
            boolean isEntered = answer.get(0) < 0;
            if (isEntered) {
                boolean unused =
                        entry.calls().entered(entry.claims(), link.clock().nanos());
                see(entry, answer);
            }
            if (!waiting.complete(answer) && isEntered) {
                entry.calls().left(entry.claims());
                leave(entry.session(), entry.calls(), entry.claims());
            }
        });
        return waiting;
    }

    private void see(Entry entry, List<Long> answer) {
        for (int i = 0; i < entry.claims().size(); i++) {
            entry.calls()
                    .see(
                            entry.claims().get(i).counter(),
                            answer.get(i + 1).intValue(),
                            link.clock().nanos());
        }
    }

    /** Ends a call in Redis, without waiting. Calls of an earlier connection are not there any more. */
    void leave(RedisSession session, LicenseCalls left, List<ConcurrencyClaim> claims) {
        if (link.session() == session && left.begin(link.clock().nanos())) {
            List<String> arguments = new ArrayList<>(List.of(session.id()));
            claims.forEach(claim -> arguments.add(RedisKeys.field(claim.counter())));
            send(session, left, new Operation(CallScript.LEAVE, arguments), (answer, error) -> {});
        }
    }

    /** Reads the calls in flight under a counter. */
    CompletableFuture<@Nullable List<Long>> count(RedisSession session, LicenseCalls read, CounterId counter) {
        CompletableFuture<@Nullable List<Long>> waiting = new CompletableFuture<>();
        if (!read.begin(link.clock().nanos())) {
            waiting.complete(null);
            return waiting;
        }
        List<String> arguments = List.of(session.id(), RedisKeys.field(counter));
        send(session, read, new Operation(CallScript.COUNT, arguments), (answer, error) -> {
            if (answer != null) {
                read.see(counter, answer.get(0).intValue(), link.clock().nanos());
            }
            waiting.complete(answer);
        });
        return waiting;
    }

    /** A script to run. */
    private record Operation(CallScript script, List<String> arguments) {}

    private void send(
            RedisSession session,
            LicenseCalls of,
            Operation requested,
            BiConsumer<@Nullable List<Long>, @Nullable Throwable> answered) {
        CompletableFuture<List<Long>> operation;
        try {
            operation = session.run(requested.script().digest(), of.key(), requested.arguments());
        } catch (RuntimeException e) {
            operation = CompletableFuture.failedFuture(e);
        }
        var unused = operation.whenComplete((answer, error) -> {
            if (error == null) {
                session.failuresInRow.set(0);
            } else {
                link.failed(session, error);
            }
            answered.accept(answer, error);
            // Last, so that no renewal misses a call that has entered.
            of.answered();
        });
    }

    /** Transfers the calls in flight to a new connection before callers use it. */
    private void moveTo(RedisSession session) {
        String ended = lastSession;
        lastSession = session.id();
        calls.values().forEach(one -> renew(session, one, ended));
    }

    private void tick() {
        if (++ticks % TICKS_PER_RENEWAL == 0) {
            renew();
        }
    }

    /** Renews the leases of all calls in flight. */
    void renew() {
        RedisSession session = link.session();
        if (session != null) {
            calls.values().forEach(one -> renew(session, one, LicenseCalls.NONE));
        }
        long idle = link.clock().nanos() - IDLE;
        calls.values().removeIf(one -> one.evict(idle));
    }

    private void renew(RedisSession session, LicenseCalls one, String ended) {
        // Sent under the lock: no call enters between the count and its transfer.
        synchronized (one) {
            List<String> arguments = one.renewal(session.id(), lease, ended);
            if (arguments != null) {
                send(session, one, new Operation(CallScript.RENEW, arguments), (answer, error) -> {});
            }
        }
    }
}
