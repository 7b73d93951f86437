/** Rate limits: token buckets of permits. A reader starts at {@link io.github.licensing4j.core.limit.rate.RateBuckets}. */
@NullMarked
package io.github.licensing4j.core.limit.rate;

import org.jspecify.annotations.NullMarked;
