package io.github.licensing4j.core.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request to take permits of a bucket in Redis for a slice.
 *
 * @param slice the slice
 * @param amount permits to take; 0 only reads the bucket
 * @param minimum the fewest permits that are of use
 * @param done completed once the slice has the result, or none will come in time
 */
record PermitFetch(PermitSlice slice, long amount, long minimum, CompletableFuture<Boolean> done) {

    static PermitFetch of(PermitSlice slice, long amount, long minimum) {
        return new PermitFetch(slice, amount, minimum, new CompletableFuture<>());
    }

    /** Returns the same request for fewer permits, which the same callers wait for. */
    PermitFetch reduced(long fewer) {
        return new PermitFetch(slice, fewer, minimum, done);
    }

    /** Waits for the result. Returns whether Redis answered. */
    boolean await(long nanos) {
        try {
            return done.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
        return false;
    }
}
