package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;

/** The result of arithmetic, without the subject it is about. */
record Assessment(SignalSeverity severity, SignalEvidence evidence) {}
