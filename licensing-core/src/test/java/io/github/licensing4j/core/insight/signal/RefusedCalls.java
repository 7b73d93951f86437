package io.github.licensing4j.core.insight.signal;

/** Refused calls of a license in an hour. */
record RefusedCalls(String endpoint, String code, long calls) {}
