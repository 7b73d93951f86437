package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageKind;
import java.util.List;

/**
 * The usage of one settled call, as the journal stores it.
 *
 * @param seq its number in the journal of its source, from 1 without gaps
 * @param atMillis when it was decided, epoch milliseconds
 * @param license the license it was made under
 * @param customer the customer of that license
 * @param plan the plan version in force
 * @param endpoint the endpoint's method and pattern; empty where it is not known
 * @param feature the features the endpoint requires, joined by commas in the order of their names; may be empty
 * @param status the HTTP status it ended with
 * @param kind whether its units are charged
 * @param meters the units of each meter, units of 0 included
 * @param counters the units of each counter, without units of 0
 */
public record UsageEntry(
        long seq,
        long atMillis,
        LicenseId license,
        String customer,
        PlanId plan,
        String endpoint,
        String feature,
        int status,
        UsageKind kind,
        List<MeterUse> meters,
        List<CounterUse> counters) {
    public UsageEntry {
        meters = List.copyOf(meters);
        counters = List.copyOf(counters);
    }

    /**
     * The units of one meter.
     *
     * @param units in the meter's smallest unit, 0 or more
     */
    public record MeterUse(String meter, long units) {}

    /**
     * The units of one counter.
     *
     * @param window the period that they count in; from 0 to {@link Long#MAX_VALUE} for credits
     * @param units in the meter's smallest unit, above 0
     */
    public record CounterUse(CounterId counter, QuotaWindow window, long units) {}
}
