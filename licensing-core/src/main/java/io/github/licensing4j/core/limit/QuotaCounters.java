package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.core.limit.LimitSheet.Quota;
import io.github.licensing4j.spi.CounterIncrement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The counters that usage of a license counts into, without a call. */
public final class QuotaCounters {
    private QuotaCounters() {}

    /**
     * What units of a meter add to each quota of a license, and of its customer, in the period that an instant lies in.
     * Quotas of each key or user by itself are left out: such units are of none of them.
     *
     * @param counterName the first name a limit had, which its counter keeps
     */
    public static List<CounterIncrement> of(
            License license, List<Limit> limits, Function<Limit, String> counterName, Use use) {
        Licensee licensee = Licensee.of(license);
        List<CounterIncrement> increments = new ArrayList<>();
        for (LimitSheet.Line line : LimitSheet.of(limits, counterName).lines()) {
            if (line instanceof Quota quota
                    && use.meter.equals(quota.meter())
                    && (quota.limit().of() == Holder.LICENSE || quota.limit().of() == Holder.CUSTOMER)) {
                increments.add(CounterIncrement.of(
                        license.id(),
                        quota.counterOf(licensee),
                        new QuotaLine(quota, -1, 0).period(license, use.atMillis),
                        use.units));
            }
        }
        return increments;
    }

    /**
     * What was used.
     *
     * @param meter of which meter
     * @param units in the meter's smallest unit; below 0 to take away
     * @param atMillis when, in epoch milliseconds
     */
    public record Use(String meter, long units, long atMillis) {}
}
