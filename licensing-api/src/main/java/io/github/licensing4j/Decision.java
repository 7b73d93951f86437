package io.github.licensing4j;

/** The answer to "may this call pass": either {@link Granted} or {@link Refused}. */
public sealed interface Decision permits Granted, Refused {}
