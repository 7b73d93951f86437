package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import org.junit.jupiter.api.Test;

/** What every store of used proofs does that outlives its process. */
public abstract class SharedReplayStoreContract extends ReplayStoreContract {

    /** Opens another node of the store that {@link #node} opened; returns the same one where no other process can open it. */
    protected abstract ReplayStore otherNode();

    /** Closes every node, and opens the store again as after a restart of all processes. */
    protected abstract ReplayStore restarted();

    @Test
    void nodesShareMarks() {
        ReplayStore one = node();
        ReplayStore other = otherNode();
        assertThat(one.use(mark("a", "1"))).isEqualTo(ReplayResult.FIRST);
        assertThat(other.use(mark("a", "1"))).isEqualTo(ReplayResult.REPLAYED);
        assertThat(other.use(mark("a", "2"))).isEqualTo(ReplayResult.FIRST);
        assertThat(one.use(mark("a", "2"))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void keepsMarksOverRestart() {
        assertThat(node().use(mark("a", "1"))).isEqualTo(ReplayResult.FIRST);
        ReplayStore again = restarted();
        assertThat(again.use(mark("a", "1"))).isEqualTo(ReplayResult.REPLAYED);
        advance(WINDOW);
        assertThat(again.use(mark("a", "1"))).as("after its end").isEqualTo(ReplayResult.FIRST);
    }

    @Test
    void acceptsOneOfThreadsOnTwoNodes() throws Exception {
        race(node(), otherNode());
    }
}
