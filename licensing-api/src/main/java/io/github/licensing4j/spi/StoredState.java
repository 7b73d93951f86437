package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a license when it was stored.
 *
 * @param state the state
 * @param until the first instant at which time alone may change it, null if time never changes it
 */
public record StoredState(LicenseState state, @Nullable Instant until) {}
