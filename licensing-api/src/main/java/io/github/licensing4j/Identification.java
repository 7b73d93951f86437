package io.github.licensing4j;

/** The result of {@link Licensing#identify}: either an {@link Identified} caller or a {@link Refused} call. */
public sealed interface Identification permits Identified, Refused {}
