package io.github.licensing4j.spi;

/** What came of a quota reservation: a {@link QuotaHold} where every claim is held. */
public sealed interface QuotaAnswer
        permits QuotaHold, QuotaAnswer.Exhausted, QuotaAnswer.Spent, QuotaAnswer.Unavailable {

    /**
     * Nothing was taken because one quota claim does not fit.
     *
     * @param claim its index
     * @param used what its counter stands at
     * @param carried what was carried into its period
     */
    record Exhausted(int claim, long used, long carried) implements QuotaAnswer {

        /** In a period into which nothing is carried. */
        public Exhausted(int claim, long used) {
            this(claim, used, 0);
        }
    }

    /**
     * Nothing was taken because one credits claim does not fit.
     *
     * @param claim its index
     * @param used what was burnt or is held of its grants
     * @param balance what is left of them; below 0 where more was burnt than granted
     */
    record Spent(int claim, long used, long balance) implements QuotaAnswer {}

    /**
     * Nothing was taken because the store cannot say.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements QuotaAnswer {}
}
