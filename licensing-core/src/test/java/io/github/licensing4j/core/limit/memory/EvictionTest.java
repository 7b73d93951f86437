package io.github.licensing4j.core.limit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.RandomCases;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** A small store never says more than one that forgets nothing. */
class EvictionTest {
    private static final int LICENSES = 6;
    private static final CounterId CALLS = new CounterId("calls", "calls", Limit.Kind.QUOTA, "PT0.1S");
    private static final CounterId BURST = new CounterId("burst", null, Limit.Kind.RATE, "");
    private static final CounterId PARALLEL = new CounterId("parallel", null, Limit.Kind.CONCURRENCY, "");
    private static final RateLimit RATE = new RateLimit("burst", null, List.of(new Band(20, Duration.ofSeconds(1), 2)));

    @Test
    void decidesAsALargerStoreOrNotAtAll() {
        RandomCases.run(300, random -> assertThatAnswersAgree(RandomCases.list(random, 200, r -> r.nextInt(120))));
    }

    private static void assertThatAnswersAgree(List<Integer> calls) {
        List<InMemoryAccount> few = accounts(new InMemoryCounters(2));
        List<InMemoryAccount> many = accounts(new InMemoryCounters(LICENSES));
        long now = 1000;
        for (int call : calls) {
            int license = call % LICENSES;
            now += call / LICENSES;
            ConcurrencyResult small = enter(few.get(license), now);
            if (small instanceof HoldResult.Unavailable) {
                continue;
            }
            ConcurrencyResult large = enter(many.get(license), now);
            assertThat(small.getClass()).isEqualTo(large.getClass());
            if (small instanceof ConcurrencyHold first && large instanceof ConcurrencyHold second) {
                assertThat(take(few.get(license), now).getClass())
                        .isEqualTo(take(many.get(license), now).getClass());
                QuotaResult one = reserve(few.get(license), now, 3);
                QuotaResult other = reserve(many.get(license), now, 3);
                assertThat(one.getClass()).isEqualTo(other.getClass());
                first.release();
                second.release();
                settle(one, call % 2);
                settle(other, call % 2);
            }
        }
    }

    @Test
    void neverExceedsQuotasWhileLicensesAreEvicted() throws Exception {
        List<InMemoryAccount> accounts = accounts(new InMemoryCounters(2));
        AtomicIntegerArray granted = new AtomicIntegerArray(LICENSES);
        List<Callable<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(() -> {
                for (int i = 0; i < 20_000; i++) {
                    int license = ThreadLocalRandom.current().nextInt(LICENSES);
                    // Most calls fail and give everything back, so that places become free again and again.
                    int used = i % 100 == 0 ? 1 : 0;
                    if (reserve(accounts.get(license), 1000, 50) instanceof QuotaHold hold) {
                        granted.addAndGet(license, used);
                        hold.settle(used);
                    }
                }
                return null;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(callers.size());
        try {
            for (Future<Void> future : pool.invokeAll(callers)) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
        for (int license = 0; license < LICENSES; license++) {
            assertThat(granted.get(license)).isLessThanOrEqualTo(50);
            assertThat(accounts.get(license).used(CALLS, window(1000))).isEqualTo(granted.get(license));
        }
    }

    private static List<InMemoryAccount> accounts(InMemoryCounters store) {
        List<InMemoryAccount> accounts = new ArrayList<>();
        for (int i = 0; i < LICENSES; i++) {
            accounts.add(store.account(new LicenseId("https://issuer", "lic_" + i)));
        }
        return accounts;
    }

    private static ConcurrencyResult enter(InMemoryAccount account, long now) {
        return account.enter(List.of(new ConcurrencyClaim(PARALLEL, 1)), now);
    }

    private static RateResult take(InMemoryAccount account, long now) {
        return account.take(List.of(new RateClaim(BURST, RATE, 1)), now);
    }

    private static QuotaResult reserve(InMemoryAccount account, long now, long amount) {
        return account.reserve(List.of(new QuotaClaim(CALLS, window(now), amount, 1)), now);
    }

    private static void settle(QuotaResult answer, long units) {
        if (answer instanceof QuotaHold hold) {
            hold.settle(units);
        }
    }

    private static QuotaWindow window(long now) {
        return new QuotaWindow(now - now % 100, now - now % 100 + 100);
    }
}
