package io.github.licensing4j.core;

import io.github.licensing4j.core.limit.LimitSet;

/**
 * The limits of a caller.
 *
 * @param all those of its terms, and those that its API key has because of signals
 * @param throttles those that its API key has because of signals
 */
record CallerLimits(LimitSet all, KeyThrottles throttles) {}
