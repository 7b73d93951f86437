package io.github.licensing4j.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.tck.ReplayStoreContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryReplaysTest extends ReplayStoreContract {
    @Override
    protected ReplayStore node() {
        return new InMemoryReplays(1_000, 1_000);
    }

    @Override
    protected Optional<ReplayStore> bounded(int mostOfKey, int most) {
        return Optional.of(new InMemoryReplays(mostOfKey, most));
    }

    @Test
    void endsAtItsMillisecond() {
        ReplayStore store = new InMemoryReplays(1, 1);
        advance(Duration.ofMillis(123));
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.minusMillis(1));
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.REPLAYED);
        advance(Duration.ofMillis(1));
        assertThat(store.use(mark("a", "1"))).as("the only one, again").isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.minusMillis(1));
        assertThat(store.use(mark("a", "1"))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void delayedThreadIsNotTheFirst() {
        ReplayStore store = node();
        ReplayMark early = mark("a", "1");
        assertThat(store.use(early)).isEqualTo(ReplayResult.FIRST);
        advance(WINDOW.plusSeconds(1));
        assertThat(store.use(mark("a", "2"))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(early)).isEqualTo(ReplayResult.UNKNOWN);
    }
}
