package io.github.licensing4j.servlet;

import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A part of a request that is decided, reserved and settled by itself, such as one tool call of a protocol whose requests
 * share a path. {@link PendingCall#part} creates it. A granted part is settled exactly once. Safe for use by many threads.
 */
public final class CallPart {
    private final Enforcement enforcement;
    private final Decision decision;
    private final LicenseContext context;
    private final @Nullable Measurement measurement;
    private final AtomicBoolean settled = new AtomicBoolean();

    CallPart(Enforcement enforcement, Decision decision, LicenseContext context, CpuClock cpu) {
        this.enforcement = enforcement;
        this.decision = decision;
        this.context = context;
        this.measurement = decision instanceof Granted granted ? Measurement.of(granted.measures(), null, cpu) : null;
    }

    /** Returns whether the part may run. */
    public Decision decision() {
        return decision;
    }

    /** Returns the license context of the part, whose charges count for the part alone. */
    public LicenseContext context() {
        return context;
    }

    /** Returns what is to be measured of the part and passed to {@link #settle}; processor time is measured here. */
    public Set<Measure> measures() {
        return decision instanceof Granted granted ? granted.measures() : Set.of();
    }

    /**
     * Ends the part: charges what it has used and releases the rest. Only the first invocation has an effect, and none for a
     * part that is not granted. Never throws.
     *
     * @param status the HTTP status that is equivalent to the outcome
     * @param requestBytes bytes of the part's input, 0 if not measured
     * @param responseBytes bytes of its output, 0 if not measured
     */
    public void settle(int status, long requestBytes, long responseBytes) {
        if (decision instanceof Granted granted && settled.compareAndSet(false, true)) {
            long cpuNanos = 0;
            if (measurement != null) {
                measurement.endOnThread();
                cpuNanos = measurement.outcome(status).cpuNanos();
            }
            enforcement.settle(granted, new Outcome(status, responseBytes, requestBytes, cpuNanos));
        }
    }
}
