package io.github.licensing4j;

/** The answer to "who is calling": either an {@link Identified} caller or a {@link Refused} call. */
public sealed interface Identification permits Identified, Refused {}
