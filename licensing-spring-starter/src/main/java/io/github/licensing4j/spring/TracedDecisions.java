package io.github.licensing4j.spring;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.spi.DecisionListener;
import io.opentelemetry.api.trace.Span;

/**
 * Adds the decision to the current span of OpenTelemetry, which is that of the server request: of its Java agent, its starter or
 * Micrometer's bridge. A span that is not sampled costs nothing.
 */
final class TracedDecisions implements DecisionListener {
    @Override
    public void granted(Granted granted) {
        Span current = Span.current();
        if (current.isRecording()) {
            DecisionAttributes.of(granted, current::setAttribute);
        }
    }

    @Override
    public void refused(Refusal refusal, EnforcementMode mode) {
        Span current = Span.current();
        if (current.isRecording()) {
            DecisionAttributes.of(refusal, mode, current::setAttribute);
        }
    }
}
