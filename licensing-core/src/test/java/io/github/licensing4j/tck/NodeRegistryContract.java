package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.NodeRecord;
import io.github.licensing4j.spi.NodeRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every registry of nodes that share a store. */
public abstract class NodeRegistryContract {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    protected final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private NodeRegistry nodes;

    /** Opens the registry, whose time is that of the clock. */
    protected abstract NodeRegistry registry();

    @BeforeEach
    void open() {
        nodes = registry();
    }

    private Optional<NodeRecord> claim(String process, @Nullable String ended) {
        return nodes.claim(new NodeClaim("blue", process, ended, SILENCE));
    }

    @Test
    void refusesNameOfLiveProcess() {
        assertThat(claim("one", null)).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(claim("one", null)).as("confirmed").isEmpty();
        clock.advance(SILENCE.minusMillis(1));
        assertThat(claim("two", null))
                .contains(new NodeRecord(
                        "blue",
                        "one",
                        clock.instant().minus(SILENCE).plusMillis(1).minusSeconds(10),
                        clock.instant().minus(SILENCE).plusMillis(1)));
        assertThat(claim("two", "another")).isPresent();
    }

    @Test
    void passesNameOfSilentProcess() {
        assertThat(claim("one", null)).isEmpty();
        clock.advance(SILENCE);
        assertThat(claim("two", null)).isEmpty();
        assertThat(claim("one", null)).map(NodeRecord::process).contains("two");
    }

    @Test
    void passesNameOfEndedProcess() {
        assertThat(claim("one", null)).isEmpty();
        assertThat(claim("two", "one")).isEmpty();
        assertThat(claim("one", null)).map(NodeRecord::process).contains("two");
    }

    @Test
    void releasedNameIsFree() {
        assertThat(claim("one", null)).isEmpty();
        nodes.release("blue", "another");
        assertThat(claim("two", null)).isPresent();
        nodes.release("blue", "one");
        assertThat(claim("two", null)).isEmpty();
    }

    @Test
    void findsLiveProcess() {
        assertThat(nodes.find("blue", SILENCE)).isEmpty();
        assertThat(claim("one", null)).isEmpty();
        clock.advance(SILENCE.minusMillis(1));
        assertThat(nodes.find("blue", SILENCE)).map(NodeRecord::process).contains("one");
        assertThat(nodes.find("green", SILENCE)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(nodes.find("blue", SILENCE)).isEmpty();
    }

    @Test
    void countsLiveProcesses() {
        assertThat(nodes.live(SILENCE)).as("this one").isEqualTo(1);
        assertThat(claim("one", null)).isEmpty();
        assertThat(nodes.claim(new NodeClaim("old name", "one", null, SILENCE))).isEmpty();
        assertThat(nodes.live(SILENCE)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(20));
        assertThat(nodes.claim(new NodeClaim("green", "two", null, SILENCE))).isEmpty();
        assertThat(nodes.live(SILENCE)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(10));
        assertThat(nodes.live(SILENCE)).isEqualTo(1);
    }
}
