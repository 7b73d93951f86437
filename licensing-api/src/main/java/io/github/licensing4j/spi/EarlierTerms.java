package io.github.licensing4j.spi;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Money;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The price and the quota amounts of a license until a change of its plan, contract overrides included. Kept as amounts, so
 * that later edits of the catalog or of the contract do not change them.
 *
 * @param plan the plan that was in force
 * @param until the first instant of the plan after it
 * @param usage how usage counted up to then was treated
 * @param price the price of each billing period, null if none
 * @param quotas the amount of each quota
 */
public record EarlierTerms(
        PlanId plan,
        Instant until,
        UsageTreatment usage,
        @Nullable EarlierPrice price,
        List<QuotaAmount> quotas) {
    public EarlierTerms {
        quotas = List.copyOf(quotas);
    }

    /**
     * A price.
     *
     * @param amount for each billing period
     * @param per the billing period
     */
    public record EarlierPrice(Money amount, ContractPeriod per) {}

    /**
     * The amount of a quota.
     *
     * @param counter the counter, without a subject
     * @param amount included in a period, in the meter's smallest unit
     */
    public record QuotaAmount(CounterId counter, long amount) {}

    /** Returns the amount of the quota on a counter, 0 if the plan had none. */
    public long amountOf(CounterId counter) {
        for (QuotaAmount quota : quotas) {
            if (quota.counter().equals(counter)) {
                return quota.amount();
            }
        }
        return 0;
    }
}
