package io.github.licensing4j.spi;

/** What came of a quota reservation: a {@link QuotaHold} where every claim is held. */
public sealed interface QuotaAnswer permits QuotaHold, QuotaAnswer.Exhausted, QuotaAnswer.Unavailable {

    /**
     * Nothing was taken because one claim does not fit.
     *
     * @param claim its index
     * @param used what its counter stands at
     */
    record Exhausted(int claim, long used) implements QuotaAnswer {}

    /**
     * Nothing was taken because the store cannot say.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements QuotaAnswer {}
}
