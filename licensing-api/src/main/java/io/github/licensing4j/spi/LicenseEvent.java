package io.github.licensing4j.spi;

import io.github.licensing4j.License;
import java.time.Instant;

/**
 * Something that happened to a stored license.
 *
 * @param topic what, such as {@code license.suspended} or {@code license.trial-ended}
 * @param at when it happened; for what time alone does, that may be a while before it is told
 * @param license the license as it stood right after
 */
public record LicenseEvent(String topic, Instant at, License license) {}
