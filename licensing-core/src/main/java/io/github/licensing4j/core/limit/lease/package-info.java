/**
 * The contract by which nodes will share quotas: slices of them are lent. No store implements it yet. A reader starts at {@link
 * io.github.licensing4j.core.limit.lease.QuotaLeaseStore}.
 */
@NullMarked
package io.github.licensing4j.core.limit.lease;

import org.jspecify.annotations.NullMarked;
