package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a license was until its terms were changed.
 *
 * @param license the last record on these terms, null where it was not kept
 * @param until the first instant at which it was something else
 */
public record LicenseRevision(@Nullable LicenseRecord license, Instant until) {}
