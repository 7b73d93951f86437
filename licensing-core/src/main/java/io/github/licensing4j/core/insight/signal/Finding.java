package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;

/** The finding of a detector at one instant. */
public record Finding(SignalKind kind, SignalSubject subject, SignalSeverity severity, SignalEvidence evidence) {}
