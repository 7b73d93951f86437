package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a license was found to stand.
 *
 * @param state the state
 * @param until the first instant at which time alone may change it, null if it never will
 */
public record StoredState(LicenseState state, @Nullable Instant until) {}
