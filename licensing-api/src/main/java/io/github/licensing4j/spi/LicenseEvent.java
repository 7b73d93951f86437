package io.github.licensing4j.spi;

import io.github.licensing4j.License;
import java.time.Instant;

/**
 * A change of a stored license or of its state.
 *
 * @param topic what, such as {@code license.suspended} or {@code license.trial-ended}
 * @param at when it happened; a transition caused by time alone may be announced some time later
 * @param license the license right after
 */
public record LicenseEvent(String topic, Instant at, License license) {}
