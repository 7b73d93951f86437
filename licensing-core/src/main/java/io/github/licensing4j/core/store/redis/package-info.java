/**
 * Rates, calls in flight and used proofs that nodes share through Redis. A reader starts at
 * {@link io.github.licensing4j.core.store.redis.RedisLimits}.
 */
@NullMarked
package io.github.licensing4j.core.store.redis;

import org.jspecify.annotations.NullMarked;
