package io.github.licensing4j.spi;

import java.util.List;

/** What came of a quota reservation. */
public sealed interface QuotaAnswer {

    /**
     * Every claim is held.
     *
     * @param holds one for each claim, in their order
     */
    record Held(List<QuotaHold> holds) implements QuotaAnswer {}

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
