package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/**
 * The release of a part of a slice.
 *
 * @param source the start of the node
 * @param license the license
 * @param counter the counter
 * @param window the period it counts in
 * @param units the released units, in the meter's smallest unit; 1 or more
 * @param operation the number of this request or release among those of this source for this counter and window, from 1
 */
public record LeaseRelease(
        UsageSource source, LicenseId license, CounterId counter, QuotaWindow window, long units, long operation) {}
