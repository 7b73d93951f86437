package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An earlier version of a license, in force until its terms were changed.
 *
 * @param license the last record on these terms, null where it was not stored
 * @param until the first instant at which it was replaced
 */
public record LicenseRevision(@Nullable LicenseRecord license, Instant until) {}
