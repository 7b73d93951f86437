package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private final VerifiedTokens<String> tokens = new VerifiedTokens<>(8);

    private void put(String token, String value) {
        tokens.put(token, value, tokens.generation());
    }

    @Test
    void answersARememberedTokenAndNoOther() {
        put("e30.e30.one", "acme");
        assertThat(tokens.get("e30.e30.one")).isEqualTo("acme");
        assertThat(tokens.get("e30.e30.two")).isNull();
        assertThat(tokens.get("")).isNull();
    }

    @Test
    void keepsLatestValueOfToken() {
        put("e30.e30.one", "acme");
        put("e30.e30.one", "globex");
        assertThat(tokens.get("e30.e30.one")).isEqualTo("globex");
        assertThat(tokens.size()).isEqualTo(1);
    }

    @Test
    void distinguishesTokensWithSameTail() {
        String tail = ".abcdefghijklmnopqrstuvwxyz0123456789";
        put("acme" + tail, "acme");
        assertThat(tokens.get("globex" + tail)).isNull();
        put("globex" + tail, "globex");
        assertThat(tokens.get("acme" + tail)).isEqualTo("acme");
        assertThat(tokens.get("globex" + tail)).isEqualTo("globex");
    }

    @Test
    void spreadsTailsThatCollideUnderASumOfPowers() {
        VerifiedTokens<Integer> wide = new VerifiedTokens<>(8192);
        for (int i = 0; i < 64; i++) {
            wide.put(colliding(i), i, wide.generation());
        }
        assertThat(wide.size()).isEqualTo(64);
    }

    /** {@code Aa} and {@code BB} weigh the same in the hash of {@link String}. */
    private static String colliding(int bits) {
        StringBuilder token = new StringBuilder("e30.e30.");
        for (int bit = 0; bit < 12; bit++) {
            token.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return token.toString();
    }

    @Test
    void remembersNoMoreThanItsCapacity() {
        VerifiedTokens<Integer> bounded = new VerifiedTokens<>(1000);
        assertThat(bounded.capacity()).isEqualTo(1024);
        for (int i = 0; i < 10_240; i++) {
            bounded.put("e30.e30.token-" + i, i, bounded.generation());
            assertThat(bounded.get("e30.e30.token-" + i)).isEqualTo(i);
        }
        assertThat(bounded.size()).isLessThanOrEqualTo(1024).isGreaterThan(900);
    }

    @Test
    void keepsATokenInUseWhileOthersComeOnce() {
        put("e30.e30.busy", "acme");
        for (int i = 0; i < 10_000; i++) {
            assertThat(tokens.get("e30.e30.busy")).as("after %s others", i).isEqualTo("acme");
            put("e30.e30.once-" + i, "somebody");
        }
    }

    @Test
    void evictsEvenIfAllAreUsed() {
        for (int i = 0; i < 8; i++) {
            put("e30.e30.busy-" + i, "acme");
            tokens.get("e30.e30.busy-" + i);
        }
        put("e30.e30.new", "globex");
        assertThat(tokens.get("e30.e30.new")).isEqualTo("globex");
        assertThat(tokens.size()).isEqualTo(8);
    }

    @Test
    void forgetsEveryTokenWhenCleared() {
        put("e30.e30.one", "acme");
        tokens.clear();
        assertThat(tokens.get("e30.e30.one")).isNull();
        assertThat(tokens.size()).isZero();
    }

    @Test
    void dropsTokenVerifiedBeforeClear() {
        long stamp = tokens.generation();
        tokens.clear();
        tokens.put("e30.e30.one", "acme", stamp);
        assertThat(tokens.get("e30.e30.one")).isNull();
        put("e30.e30.one", "acme");
        assertThat(tokens.get("e30.e30.one")).isEqualTo("acme");
    }

    @Test
    void neverCachesStaleTokenInRace() throws Exception {
        VerifiedTokens<Long> raced = new VerifiedTokens<>(64);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int own = writer;
                writers.add(threads.submit(() -> writeStamps(raced, own, start)));
            }
            start.countDown();
            for (int round = 0; round < 2_000; round++) {
                raced.clear();
                long oldest = raced.generation();
                for (int token = 0; token < 64; token++) {
                    Long stamp = raced.get("e30.e30." + token % 4 + "-" + token % 16);
                    assertThat(stamp == null || stamp >= oldest).isTrue();
                }
            }
            for (Future<?> writer : writers) {
                writer.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void writeStamps(VerifiedTokens<Long> raced, int writer, CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        for (int i = 0; i < 50_000; i++) {
            long stamp = raced.generation();
            raced.put("e30.e30." + writer + "-" + i % 16, stamp, stamp);
        }
    }

    @Test
    void refusesToRememberNothing() {
        assertThatThrownBy(() -> new VerifiedTokens<String>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
    }
}
