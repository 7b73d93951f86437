/** Buckets of rate limits, in memory and in Redis: {@link io.github.licensing4j.core.bucket.BucketConfigurations}. */
@NullMarked
package io.github.licensing4j.core.bucket;

import org.jspecify.annotations.NullMarked;
