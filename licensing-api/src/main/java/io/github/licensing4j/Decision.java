package io.github.licensing4j;

/** Says whether a call may pass. Only {@link Granted} carries a reservation. */
public sealed interface Decision permits Granted, Refused, LicenseNotRequired, ForwardAllowed {}
