package io.github.licensing4j.core.credential.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.dpop.DpopSettings.Nonce;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.ProofVerification.Proven;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each proof is used once (RFC 9449 §11.1). */
class DpopReplayTest {
    private static final int THREADS = 64;

    private final DpopFixture dpop = new DpopFixture();

    @Test
    @DisplayName("RFC 9449 §11.1: of 64 threads with one proof exactly one is accepted")
    void acceptsOneOfManyThreads() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 5; round++) {
                String proof = dpop.proof();
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> results = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    results.add(pool.submit(() -> {
                        start.await();
                        return dpop.verify(proof) instanceof Proven;
                    }));
                }
                start.countDown();
                int accepted = 0;
                for (Future<Boolean> result : results) {
                    accepted += result.get() ? 1 : 0;
                }
                assertThat(accepted).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @DisplayName("RFC 9449 §11.1: a proof is remembered for as long as any node accepts it")
    void remembersForWholeWindow() {
        String ahead = dpop.proof(header -> {}, claims -> claims.put("iat", dpop.now() + 5));
        dpop.accepts(ahead);
        dpop.clock.set("2026-03-10T12:01:04Z");
        assertThat(dpop.rejects(ahead)).contains("used before");
        dpop.clock.set("2026-03-10T12:01:05Z");
        assertThat(dpop.rejects(ahead)).contains("iat");
    }

    @Test
    void refusesUnavailableWhenFull() {
        InMemoryReplays small = new InMemoryReplays(1, 1);
        dpop.verifier = new DpopProofVerifier(DpopSettings.defaults(), DpopFixture.NONCE_KEY, small, dpop.clock);
        dpop.accepts(dpop.proof());
        Rejected full = (Rejected) dpop.verify(dpop.proof());
        assertThat(full.code()).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        dpop.clock.set("2026-03-10T12:02:00Z");
        dpop.accepts(dpop.proof());
    }

    @Test
    void ignoresNonceThatIsNotRequired() {
        dpop.verifier = dpop.verifier(Nonce.OFF);
        dpop.accepts(dpop.proof(header -> {}, claims -> claims.put("nonce", "of another server")));
    }
}
