package io.github.licensing4j.spi;

/** The result of a quota reservation: a {@link QuotaHold} if every claim is held. */
public sealed interface QuotaResult extends HoldResult
        permits QuotaHold, QuotaResult.Exhausted, QuotaResult.CreditsExhausted, HoldResult.Unavailable {

    /**
     * Nothing was held because one quota claim does not fit.
     *
     * @param claim its index
     * @param used the units of its counter
     * @param carried the units carried into its period
     */
    record Exhausted(int claim, long used, long carried) implements QuotaResult {

        /** Creates a result for a period without carried units. */
        public Exhausted(int claim, long used) {
            this(claim, used, 0);
        }
    }

    /**
     * Nothing was held because one credits claim does not fit.
     *
     * @param claim its index
     * @param used the consumed and held units of its grants
     * @param balance the remaining units; negative if more was consumed than granted
     */
    record CreditsExhausted(int claim, long used, long balance) implements QuotaResult {}
}
