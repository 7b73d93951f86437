package io.github.licensing4j.examples.extension;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.DecisionListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts enforced refusals by code. */
public final class RefusalCounter implements DecisionListener {
    private final Map<RefusalCode, LongAdder> refusals = new ConcurrentHashMap<>();

    @Override
    public void refused(Refusal refusal, EnforcementMode mode) {
        if (mode == EnforcementMode.ENFORCE) {
            refusals.computeIfAbsent(refusal.code(), absent -> new LongAdder()).increment();
        }
    }

    /** Returns how many calls were refused with a code. */
    public long count(RefusalCode code) {
        LongAdder count = refusals.get(code);
        return count == null ? 0 : count.sum();
    }
}
