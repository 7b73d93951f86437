package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.OutagePolicy.Rates;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.core.store.redis.RedisOptions;
import io.github.licensing4j.core.store.redis.RedisProcess;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Engines that share a Redis, which has the used proofs then. */
class RedisProofTest extends ProofNodes {

    /** Redis has just started, so it has no marks of the time before. */
    @Test
    void enginesOnOneRedisAcceptProofOnce() throws Exception {
        RedisProcess redis = closedLater(RedisProcess.start());
        InMemoryStore licenses = new InMemoryStore();
        ProofNode one = node(licenses, redis);
        ProofNode two = node(licenses, redis);
        String token = one.token();
        assertThat(one.call(token, one.proof(token))).isEqualTo("enforcement-unavailable");
        await(() -> {
            String proof = one.proof(token, Duration.ofSeconds(4));
            if (!one.call(token, proof).equals("identified")) {
                return false;
            }
            assertThat(two.call(token, proof)).isEqualTo("proof-invalid");
            return true;
        });
        assertThat(one.health().status()).isEqualTo(Status.UP);
        redis.stop();
        await(() -> two.call(token, two.proof(token)).equals("enforcement-unavailable")
                && !two.outage().isConnected());
        redis.startEmpty();
        await(() -> two.outage().isConnected());
    }

    private ProofNode node(InMemoryStore licenses, RedisProcess redis) throws IOException {
        RedisOptions options = new RedisOptions(Duration.ofSeconds(5), "test", Rates.LOCAL_SHARE);
        return closedLater(
                new ProofNode(dir, licenses, builder -> builder.redis(RedisLimits.connect(redis.uri(), options))));
    }
}
