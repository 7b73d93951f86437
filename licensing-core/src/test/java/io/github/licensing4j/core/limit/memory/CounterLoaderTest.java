package io.github.licensing4j.core.limit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CounterLoaderTest {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final CounterId CALLS = new CounterId("monthly", "calls", Kind.QUOTA, "P1M");
    private static final QuotaWindow BEFORE = new QuotaWindow(0, 1000);
    private static final QuotaWindow NOW = new QuotaWindow(1000, 2000);
    private static final QuotaWindow NEXT = new QuotaWindow(2000, 3000);
    private static final CreditsClaim.Grant GRANT =
            new CreditsClaim.Grant(new CounterId("prepaid", "calls", Kind.CREDITS, "crd_1"), 100, Long.MAX_VALUE);

    private final Ledger ledger = new Ledger();
    private final InMemoryCounters store = new InMemoryCounters(10, ledger, license -> true);

    /** What was counted before 1,500. */
    private static final class Ledger implements InitialCounts {
        private final Map<String, Long> counted = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private @Nullable StoreException failure;
        private Runnable meanwhile = () -> {};

        @Override
        public long sinceMillis() {
            return 1500;
        }

        @Override
        public synchronized long counted(LicenseId license, CounterId counter, QuotaWindow window) {
            if (failure != null) {
                throw failure;
            }
            String key = counter.limit() + "@" + window.startMillis();
            asked.add(key);
            long units = counted.getOrDefault(key, 0L);
            meanwhile.run();
            return units;
        }
    }

    @Test
    void goesOnFromWhatWasCountedBeforeTheStart() {
        ledger.counted.put("monthly@1000", 7L);
        assertThat(reserve(NOW, 10, 4)).isEqualTo(new QuotaResult.Exhausted(0, 7));
        assertThat(((QuotaHold) reserve(NOW, 10, 3)).used(0)).isEqualTo(10);
        assertThat(ledger.asked).containsExactly("monthly@1000");
    }

    @Test
    void doesNotAskForWhatBeganAfterTheStart() {
        reserve(NEXT, 10, 4);
        assertThat(ledger.asked).isEmpty();
    }

    @Test
    void readsWhatWasCountedWithoutOpeningIt() {
        ledger.counted.put("monthly@1000", 7L);
        assertThat(store.account(ONE).used(CALLS, NOW)).isEqualTo(7);
        assertThat(store.size()).isZero();
    }

    @Test
    void asksForThePeriodBeforeWhereUnitsRollOver() {
        ledger.counted.put("monthly@0", 6L);
        ledger.counted.put("monthly@1000", 3L);
        QuotaClaim claim = new QuotaClaim(CALLS, NOW, 10, 12, new Carry(BEFORE, 10, 100));
        // 10 and 4 carried, of which 3 are used.
        assertThat(store.account(ONE).reserve(List.of(claim), 1600)).isEqualTo(new QuotaResult.Exhausted(0, 3, 4));
        QuotaClaim next = new QuotaClaim(CALLS, NEXT, 10, 17, new Carry(NOW, 10, 100));
        assertThat(store.account(ONE).reserve(List.of(next), 2100)).isInstanceOf(QuotaHold.class);
        assertThat(ledger.asked).containsExactly("monthly@0", "monthly@1000");
    }

    @Test
    void asksForThePeriodBeforeWhenAPlanBeginsToRollOver() {
        ledger.counted.put("monthly@0", 6L);
        reserve(NOW, 10, 10);
        QuotaClaim rolling = new QuotaClaim(CALLS, NOW, 10, 4, new Carry(BEFORE, 10, 100));
        assertThat(store.account(ONE).reserve(List.of(rolling), 1600)).isInstanceOf(QuotaHold.class);
        assertThat(store.account(ONE).reserve(List.of(rolling), 1600)).isInstanceOf(QuotaResult.Exhausted.class);
    }

    @Test
    void goesOnFromWhatWasConsumedOfAGrant() {
        ledger.counted.put("prepaid@0", 95L);
        CreditsClaim claim = new CreditsClaim(List.of(GRANT), 6);
        assertThat(store.account(ONE).reserve(List.of(), List.of(claim), 1600))
                .isEqualTo(new QuotaResult.CreditsExhausted(0, 95, 5));
    }

    @Test
    void aLedgerThatFailsOpensNothing() {
        ledger.failure = new StoreException("disk gone", new IOException("disk gone"));
        assertThat(reserve(NOW, 10, 1)).isInstanceOf(HoldResult.Unavailable.class);
        ledger.failure = null;
        ledger.counted.put("monthly@1000", 10L);
        assertThat(reserve(NOW, 10, 1)).isInstanceOf(QuotaResult.Exhausted.class);
    }

    @Test
    void aCorrectionHoldsAtOnceAndIsNeverCountedTwice() {
        ledger.counted.put("monthly@1000", 7L);
        store.account(ONE).adjust(CALLS, NOW, 5, 1600);
        ledger.counted.put("monthly@1000", 12L);
        assertThat(((QuotaHold) reserve(NOW, 100, 1)).used(0)).isEqualTo(13);
        store.account(ONE).adjust(CALLS, NOW, -10, 1600);
        assertThat(store.account(ONE).used(CALLS, NOW)).isEqualTo(3);
        store.account(ONE).adjust(CALLS, NEXT, 2, 1600);
        assertThat(store.account(ONE).used(CALLS, NEXT)).isEqualTo(2);
    }

    @Test
    void aCorrectionThatComesWhileTheLedgerIsReadIsNotLost() {
        ledger.counted.put("monthly@1000", 7L);
        ledger.meanwhile = () -> {
            ledger.meanwhile = () -> {};
            ledger.counted.put("monthly@1000", 12L);
            store.account(ONE).adjust(CALLS, NOW, 5, 1600);
        };
        assertThat(((QuotaHold) reserve(NOW, 100, 1)).used(0)).isEqualTo(13);
    }

    @Test
    @Tag("rule-3.8")
    void manyThreadsThatSeeACounterFirstCountItsPastOnce() throws Exception {
        ledger.counted.put("monthly@1000", 50L);
        CyclicBarrier start = new CyclicBarrier(64);
        var threads = Executors.newFixedThreadPool(64);
        long granted = 0;
        try {
            List<Future<QuotaResult>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    QuotaResult answer = reserve(NOW, 90, 1);
                    if (answer instanceof QuotaHold hold) {
                        hold.settle(1);
                    }
                    return answer;
                }));
            }
            for (Future<QuotaResult> answer : answers) {
                granted += answer.get() instanceof QuotaHold ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(granted).isEqualTo(40);
        assertThat(store.account(ONE).used(CALLS, NOW)).isEqualTo(90);
    }

    private QuotaResult reserve(QuotaWindow window, long ceiling, long units) {
        return store.account(ONE)
                .reserve(List.of(new QuotaClaim(CALLS, window, ceiling, units)), window.startMillis() + 600);
    }
}
