package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.OutagePolicy.Replays;
import io.github.licensing4j.core.FailoverDatabase.Takeover;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A copy of a database takes over without the last used proofs. */
@EnabledOnOs(OS.LINUX)
class ProofFailoverTest extends ProofNodes {
    /** As far ahead as the clock of a client may be: the time at which a proof can have been used first is then the latest. */
    private static final Duration AHEAD = Duration.ofSeconds(4);

    @Test
    void acceptsNoProofThatTheDatabaseHasLost() throws Exception {
        FailoverDatabase failing = closedLater(new FailoverDatabase(dir));
        ProofNode one = node("one", failing.source(), Replays.CLOSED);
        ProofNode two = node("two", failing.source(), Replays.CLOSED);
        String token = one.token();
        assertThat(two.call(token, two.proof(token))).isEqualTo("identified");
        failing.copy();
        String lost = one.proof(token, AHEAD);
        assertThat(one.call(token, lost)).isEqualTo("identified");
        String unused = one.proof(token, AHEAD);
        failing.failOver(Takeover.PROMOTED);
        await(() -> {
            assertThat(two.call(token, lost)).isNotEqualTo("identified");
            return two.call(token, two.proof(token, AHEAD)).equals("identified");
        });
        assertThat(two.call(token, lost)).isNotEqualTo("identified");
        assertThat(two.call(token, unused)).as("older than the takeover").isEqualTo("enforcement-unavailable");
        assertThat(one.call(token, lost)).as("in its own memory").isEqualTo("proof-invalid");
        await(() -> {
            String shared = one.proof(token, AHEAD);
            if (!one.call(token, shared).equals("identified")) {
                return false;
            }
            assertThat(two.call(token, shared)).isEqualTo("proof-invalid");
            return true;
        });
    }
}
