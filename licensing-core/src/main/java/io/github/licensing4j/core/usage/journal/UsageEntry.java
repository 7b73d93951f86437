package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;

/**
 * The usage of one settled call, as the journal stores it.
 *
 * @param seq its number in the journal of its source, from 1 without gaps
 * @param atMillis when it was decided, epoch milliseconds
 * @param caller the license it was made under
 * @param endpoint the endpoint's method and pattern; empty where it is not known
 * @param feature the features the endpoint requires, joined by commas in the order of their names; may be empty
 * @param status the HTTP status it ended with
 * @param kind whether its units are charged
 * @param meters the units of each meter, units of 0 included
 * @param counters the units of each counter, without units of 0
 */
record UsageEntry(
        long seq,
        long atMillis,
        Caller caller,
        String endpoint,
        String feature,
        int status,
        UsageKind kind,
        List<MeterUse> meters,
        List<CounterUse> counters) {
    UsageEntry {
        meters = List.copyOf(meters);
        counters = List.copyOf(counters);
    }

    /**
     * The license of a call.
     *
     * @param license the license
     * @param customer its customer
     * @param plan the plan version in force
     */
    record Caller(LicenseId license, String customer, PlanId plan) {}

    /**
     * The units of one meter.
     *
     * @param units in the meter's smallest unit, 0 or more
     */
    record MeterUse(String meter, long units) {}

    /**
     * The units of one counter.
     *
     * @param window the period that they count in; from 0 to {@link Long#MAX_VALUE} for credits
     * @param units in the meter's smallest unit, above 0
     */
    record CounterUse(CounterId counter, QuotaWindow window, long units) {}
}
