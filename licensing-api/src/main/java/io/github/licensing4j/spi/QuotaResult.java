package io.github.licensing4j.spi;

/** What came of a quota reservation: a {@link QuotaHold} where every claim is held. */
public sealed interface QuotaResult
        permits QuotaHold, QuotaResult.Exhausted, QuotaResult.CreditsExhausted, QuotaResult.Unavailable {

    /**
     * Nothing was taken because one quota claim does not fit.
     *
     * @param claim its index
     * @param used what its counter stands at
     * @param carried what was carried into its period
     */
    record Exhausted(int claim, long used, long carried) implements QuotaResult {

        /** In a period into which nothing is carried. */
        public Exhausted(int claim, long used) {
            this(claim, used, 0);
        }
    }

    /**
     * Nothing was taken because one credits claim does not fit.
     *
     * @param claim its index
     * @param used what was consumed or is held of its grants
     * @param balance what is left of them; below 0 where more was consumed than granted
     */
    record CreditsExhausted(int claim, long used, long balance) implements QuotaResult {}

    /**
     * Nothing was taken because the store cannot say.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements QuotaResult {}
}
