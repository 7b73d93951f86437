package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import java.util.List;

/**
 * What one settled call used, as the journal holds it.
 *
 * @param seq its number in the journal of its source, from 1 without gaps
 * @param atMillis when it was decided, epoch milliseconds
 * @param license the license it was made under
 * @param customer the customer of that license
 * @param plan the plan version in force
 * @param endpoint the endpoint's method and pattern; empty where it is not known
 * @param feature the features the endpoint asks for, joined by commas in the order of their names; may be empty
 * @param status the HTTP status it ended with
 * @param kind whether its units are charged
 * @param meters what it used of each meter, units of 0 included
 * @param counters what was counted into each counter, units of 0 left out
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
     * Units of one meter.
     *
     * @param units in the meter's smallest unit, 0 or more
     */
    public record MeterUse(String meter, long units) {}

    /**
     * Units of one counter.
     *
     * @param window the period they count in; from 0 to {@link Long#MAX_VALUE} for credits
     * @param units in the meter's smallest unit, above 0
     */
    public record CounterUse(CounterId counter, QuotaWindow window, long units) {}
}
