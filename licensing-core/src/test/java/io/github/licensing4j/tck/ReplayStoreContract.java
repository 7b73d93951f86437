package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store of used proofs does. A store's own test extends it, or {@link SharedReplayStoreContract}. */
public abstract class ReplayStoreContract {
    /** How long a proof is accepted here. */
    protected static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int THREADS = 16;
    private static final int ROUNDS = 10;
    private static final String KEY = "jkt:0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    protected final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    /** Opens the store, which is empty. Called once in each test. */
    protected abstract ReplayStore node();

    /**
     * Opens an empty store that keeps at most so many marks of one key, and in all. Default: empty for a store without bounds of its own,
     * because the engine bounds what each node uses.
     */
    protected Optional<ReplayStore> bounded(int mostOfKey, int most) {
        return Optional.empty();
    }

    /** Moves the clock of the test. A store with a clock of its own moves that as well. */
    protected void advance(Duration by) {
        clock.advance(by);
    }

    /** Returns a mark that is used now. */
    protected final ReplayMark mark(String key, String id) {
        Instant now = clock.instant();
        return new ReplayMark(key, id, now, now, now.plus(WINDOW));
    }

    @Test
    void acceptsProofOnce() {
        ReplayStore store = node();
        assertThat(store.use(mark(KEY, "1"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark(KEY, "1"))).isEqualTo(ReplayResult.REPLAYED);
        assertThat(store.use(mark(KEY, "1"))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void separatesKeysAndIds() {
        ReplayStore store = node();
        assertThat(store.use(mark("a:b", "c"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("a", "b:c"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("a:b", "C"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("c", "a:b"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("a:b", "c"))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void storesLongestNames() {
        ReplayStore store = node();
        String longest = "~".repeat(100);
        assertThat(store.use(mark(longest, longest))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark(longest, "~".repeat(99)))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark(longest, longest))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void keepsMarkForItsTimeAndNoLonger() {
        ReplayStore store = node();
        assertThat(store.use(mark(KEY, "1"))).isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.dividedBy(2));
        assertThat(store.use(mark(KEY, "1"))).isEqualTo(ReplayResult.REPLAYED);
        advance(WINDOW.dividedBy(2));
        assertThat(store.use(mark(KEY, "1"))).as("after its end").isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.dividedBy(2));
        assertThat(store.use(mark(KEY, "1"))).as("used again").isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void removesEndedMarksOnly() {
        ReplayStore store = node();
        assertThat(store.use(mark(KEY, "1"))).isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.dividedBy(2));
        assertThat(store.use(mark(KEY, "2"))).isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.dividedBy(2));
        store.expire(clock.instant().plusMillis(1));
        assertThat(store.use(mark(KEY, "2"))).isEqualTo(ReplayResult.REPLAYED);
        assertThat(store.use(mark(KEY, "1"))).isEqualTo(ReplayResult.FIRST);
    }

    @Test
    void boundsMarksByKeyAndInAll() {
        Optional<ReplayStore> bounded = bounded(2, 3);
        assumeThat(bounded).as("a store with bounds").isPresent();
        ReplayStore store = bounded.get();
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("a", "2"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("a", "3"))).as("of one key").isEqualTo(ReplayResult.FULL);
        assertThat(store.use(mark("b", "1"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("c", "1"))).as("in all").isEqualTo(ReplayResult.FULL);
        assertThat(store.use(mark("a", "1"))).as("nothing is forgotten").isEqualTo(ReplayResult.REPLAYED);
        advance(WINDOW.plusSeconds(1));
        assertThat(store.use(mark("a", "3"))).as("room again").isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(mark("c", "1"))).isEqualTo(ReplayResult.FIRST);
    }

    @Test
    void acceptsOneOfRacingThreads() throws Exception {
        ReplayStore store = node();
        race(store, store);
    }

    /** Lets 16 threads use each of some marks at the same time, on both nodes: exactly one is the first. */
    final void race(ReplayStore one, ReplayStore other) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ReplayMark mark = mark(KEY, "round-" + round);
            AtomicInteger first = new AtomicInteger();
            AtomicInteger replayed = new AtomicInteger();
            Concurrently.run(THREADS, index -> {
                ReplayResult result = (index % 2 == 0 ? one : other).use(mark);
                return (result == ReplayResult.FIRST ? first : replayed).incrementAndGet();
            });
            assertThat(first).as("round %d", round).hasValue(1);
            assertThat(replayed).hasValue(THREADS - 1);
        }
    }
}
