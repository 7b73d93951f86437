package io.github.licensing4j.core.store.redis;

import io.github.bucket4j.BucketState;
import io.github.bucket4j.VerboseResult;

/**
 * The state of a bucket in Redis right after an operation.
 *
 * @param isTaken whether the requested permits were taken
 * @param state the state
 * @param serverNanos when, by the server's clock
 */
record BucketReading(boolean isTaken, BucketState state, long serverNanos) {

    static BucketReading of(boolean isTaken, VerboseResult<?> result) {
        return new BucketReading(isTaken, result.getState(), result.getOperationTimeNanos());
    }
}
