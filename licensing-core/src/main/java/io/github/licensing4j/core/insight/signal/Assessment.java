package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;

/** What arithmetic has found, without the subject it is about. */
record Assessment(SignalSeverity severity, SignalEvidence evidence) {}
