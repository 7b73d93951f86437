package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query for licenses, in the order of their ids.
 *
 * @param issuer whose
 * @param customer of which customer, null for all
 * @param state in which state, null for all. A store filters by the last stored state, and adds every license whose
 *     state may have changed by time since; the caller checks these again
 * @param cursor where the page before ended, null for the first page
 * @param max how many at most, from 1
 * @param now the instant of the query
 */
public record LicenseQuery(
        String issuer,
        @Nullable String customer,
        @Nullable LicenseState state,
        @Nullable String cursor,
        int max,
        Instant now) {}
