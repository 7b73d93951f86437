package io.github.licensing4j.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Requests a replay of stored usage under a draft of the catalog.
 *
 * @param draft the text of the draft
 * @param from the first instant of the replayed usage, rounded down to the hour
 * @param to the first instant after it, rounded up to the hour; at most {@value #MAX_DAYS} days after {@code from}
 * @param cursor where the page of customers before ended, null for the first
 * @param max how many customers at most, 1 to 1,000
 */
public record WhatIfRequest(
        String draft, Instant from, Instant to, @Nullable String cursor, int max) {
    /** The longest time of which usage is replayed, in days. */
    public static final int MAX_DAYS = 400;
}
