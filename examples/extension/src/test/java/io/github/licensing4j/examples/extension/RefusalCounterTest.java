package io.github.licensing4j.examples.extension;

import static io.github.licensing4j.tck.DecisionAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Decision;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.tck.DecisionListenerContract;
import io.github.licensing4j.tck.SampleDecisions;
import org.junit.jupiter.api.Test;

/** The listener keeps the contract of listeners, and counts. */
class RefusalCounterTest extends DecisionListenerContract {
    private final RefusalCounter counter = new RefusalCounter();

    @Override
    protected DecisionListener listener() {
        return counter;
    }

    @Test
    void countsEnforcedRefusals() {
        Refusal refusal = SampleDecisions.refusal(RefusalCode.QUOTA_EXHAUSTED);
        counter.refused(refusal, EnforcementMode.ENFORCE);
        counter.refused(refusal, EnforcementMode.OBSERVE);
        assertThat(counter.count(RefusalCode.QUOTA_EXHAUSTED)).isEqualTo(1);
        Decision decision = new Refused(refusal);
        assertThat(decision).isRefusedWith(RefusalCode.QUOTA_EXHAUSTED);
    }
}
