/** Quotas: units counted by contract period, reserved together with credits. A reader starts at {@link io.github.licensing4j.core.limit.quota.CounterLevels}. */
@NullMarked
package io.github.licensing4j.core.limit.quota;

import org.jspecify.annotations.NullMarked;
