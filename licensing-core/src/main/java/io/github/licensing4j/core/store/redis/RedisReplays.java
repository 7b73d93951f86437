package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stores used proofs in Redis, a key for each, which expires by the clock of the server. */
final class RedisReplays implements ReplayStore {
    /** The time by which the clocks of two nodes may differ. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final RedisLink link;
    private final RedisKeys keys;

    RedisReplays(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    @Override
    public ReplayResult use(ReplayMark mark) {
        RedisSession session = link.session();
        if (session == null) {
            throw new StoreException("Redis does not answer");
        }
        long result = answer(session, send(session, mark));
        if (result == ReplayScript.FIRST) {
            return ReplayResult.FIRST;
        }
        return result == ReplayScript.REPLAYED ? ReplayResult.REPLAYED : ReplayResult.UNKNOWN;
    }

    private CompletableFuture<List<Long>> send(RedisSession session, ReplayMark mark) {
        long left = Duration.between(mark.at(), mark.until()).toMillis();
        long age = Duration.between(mark.from(), mark.at()).plus(MARGIN).toMillis();
        List<String> arguments = List.of(session.serverId(), Long.toString(Math.max(1, left)), Long.toString(age));
        try {
            return session.run(ReplayScript.DIGEST, List.of(keys.proof(mark), keys.proofServer()), arguments);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for an answer, never longer than the time-out. */
    private long answer(RedisSession session, CompletableFuture<List<Long>> operation) {
        try {
            long result = operation
                    .get(link.timeout().toNanos(), TimeUnit.NANOSECONDS)
                    .get(0);
            session.failuresInRow.set(0);
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Redis was not awaited, because the thread was interrupted", e);
        } catch (TimeoutException e) {
            link.failed(session, e);
            throw new StoreException(
                    "Redis has not answered within " + link.timeout().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            link.failed(session, e);
            throw new StoreException("Redis cannot record a used proof", e);
        }
    }
}
