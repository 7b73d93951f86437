package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.List;

/**
 * The refusals and latencies that one process has counted since its batch before.
 *
 * @param process the name of the process, unique for each start
 * @param number the number of the batch, from 1
 * @param at when it was made
 * @param refusals refused calls, without equal keys
 * @param latencies the time that calls took, without equal keys
 */
public record MeasurementBatch(
        String process, long number, Instant at, List<Refusals> refusals, List<Latencies> latencies) {
    public MeasurementBatch {
        refusals = List.copyOf(refusals);
        latencies = List.copyOf(latencies);
    }

    /**
     * Refused calls of one hour.
     *
     * @param hourMillis the first epoch millisecond of the hour, in UTC
     * @param subject whose calls
     * @param endpoint the endpoint, empty if the call was refused before that was known
     * @param code the code, as {@link io.github.licensing4j.RefusalCode#text}
     * @param observed whether observe mode let them pass
     * @param calls how many
     */
    public record Refusals(
            long hourMillis, Subject subject, String endpoint, String code, boolean observed, long calls) {}

    /**
     * Whose calls were refused; empty names for what is not known.
     *
     * @param issuer the issuer of the license, or the host's own
     * @param license the id of the license
     * @param customer its customer
     * @param plan the plan version in force
     */
    public record Subject(String issuer, String license, String customer, String plan) {}

    /**
     * Calls of one hour that took about the same time.
     *
     * @param hourMillis the first epoch millisecond of the hour, in UTC
     * @param endpoint the endpoint
     * @param bucket the bucket, as {@link io.github.licensing4j.LatencyHistogram#bucket}
     * @param calls how many
     * @param millis the sum of their times
     */
    public record Latencies(long hourMillis, String endpoint, int bucket, long calls, long millis) {}
}
