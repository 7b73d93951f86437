package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight threads revoke the credentials of eight others that call. No call that begins after a revocation has returned
 * is granted.
 */
class RevocationRaceTest {
    private static final int THREADS = 8;

    @TempDir
    Path dir;

    @Test
    void grantsNoCallAfterRevocation() throws Exception {
        race(150);
    }

    @Test
    @Tag("proof")
    void grantsNoCallAfterRevocationInThousandRounds() throws Exception {
        race(1_000);
    }

    private void race(int rounds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        try (AdminFixture fixture = new AdminFixture(dir, new InMemoryStore(), options -> options)) {
            int granted = 0;
            for (int round = 0; round < rounds; round++) {
                granted += round(fixture, threads, round);
            }
            // Without calls that were granted before, there was no race.
            assertThat(granted).isGreaterThan(rounds);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int round(AdminFixture fixture, ExecutorService threads, int round) throws Exception {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            targets.add(target(fixture, (round + i) % 4));
        }
        AtomicIntegerArray revoked = new AtomicIntegerArray(THREADS);
        CyclicBarrier start = new CyclicBarrier(2 * THREADS);
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int index = i;
            running.add(threads.submit(() -> {
                start.await();
                targets.get(index).revoke.run();
                revoked.set(index, 1);
                return 0;
            }));
            running.add(threads.submit(caller(fixture, targets.get(index), index, revoked, start)));
        }
        int granted = 0;
        for (Future<Integer> one : running) {
            granted += one.get();
        }
        return granted;
    }

    private static Callable<Integer> caller(
            AdminFixture fixture, Target target, int index, AtomicIntegerArray revoked, CyclicBarrier start) {
        return () -> {
            start.await();
            int granted = 0;
            boolean over = false;
            while (!over) {
                over = revoked.get(index) == 1;
                String outcome = fixture.call(target.credential);
                if (outcome.equals("granted")) {
                    assertThat(over)
                            .as("granted after the revocation of a %s", target.what)
                            .isFalse();
                    granted++;
                }
            }
            return granted;
        };
    }

    private record Target(String what, String credential, Runnable revoke) {}

    private static Target target(AdminFixture fixture, int kind) {
        String license = fixture.newLicense("gold@1");
        if (kind == 0) {
            NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
            String keyId = key.view().id();
            return warm(
                    fixture,
                    new Target("key", key.key(), () -> fixture.admin.keys().revoke(keyId, BY)));
        }
        MintedToken token = fixture.admin.tokens().mint(license, TokenRequest.of(Duration.ofHours(1)), BY);
        Runnable revoke = switch (kind) {
            case 1 -> () -> fixture.admin.tokens().revoke(token.tokenId(), BY);
            case 2 -> () -> fixture.admin.licenses().revoke(license, BY);
            default -> () -> fixture.admin.licenses().suspend(license, BY);
        };
        return warm(fixture, new Target("token " + kind, token.token(), revoke));
    }

    /** Warms up the cache, so that a cached positive result is raced. */
    private static Target warm(AdminFixture fixture, Target target) {
        assertThat(fixture.call(target.credential)).isEqualTo("granted");
        return target;
    }
}
