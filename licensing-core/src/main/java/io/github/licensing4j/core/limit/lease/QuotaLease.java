package io.github.licensing4j.core.limit.lease;

/**
 * A slice of a quota that one node counts by itself until its lease ends.
 *
 * @param id unique in the store
 * @param request the request that it was lent for
 * @param units the size of the slice, in the meter's smallest unit; 1 or more
 * @param millis how long the node may count into it: from before the request was sent, on the monotonic clock of the node
 */
public record QuotaLease(String id, LeaseRequest request, long units, long millis) implements LeaseResult {}
