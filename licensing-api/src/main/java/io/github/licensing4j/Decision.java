package io.github.licensing4j;

/** The result of a decision: a call may pass, or is refused. Only {@link Granted} carries a reservation. */
public sealed interface Decision permits Granted, Refused, LicenseNotRequired, DispatchAllowed {}
