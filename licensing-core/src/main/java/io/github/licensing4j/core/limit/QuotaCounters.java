package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.core.limit.LimitSheet.Quota;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    /** What is carried into a period of a quota, as calls in it are held to; null if nothing can be. */
    public static @Nullable Carry carry(QuotaLimit limit, Licensee licensee, QuotaWindow window) {
        return line(limit).carry(window, licensee);
    }

    private static QuotaLine line(QuotaLimit limit) {
        Quota quota = (Quota) LimitSheet.of(List.of(limit), Limit::name).lines().get(0);
        return new QuotaLine(quota, -1, 0);
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
