package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for licenses, in the order of their ids.
 *
 * @param issuer whose
 * @param customer of which customer, null for all
 * @param state in which state, null for all. A store answers from what it was told with the last change or look, and adds
 *     every license that time may have changed since; the caller looks again
 * @param cursor where the page before ended, null for the first page
 * @param max how many at most, from 1
 * @param now the instant of asking
 */
public record LicenseQuery(
        String issuer,
        @Nullable String customer,
        @Nullable LicenseState state,
        @Nullable String cursor,
        int max,
        Instant now) {}
