package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.limit.LimitSet.Quota;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The counters that usage of a license counts into, without a call. */
public final class QuotaCounters {
    private QuotaCounters() {}

    /**
     * Units of a meter as a call at an instant would count them: in each quota of the license, of its customer, and of the key
     * and user of the licensee, in the period that the instant lies in; and in each credit grant of the licensee.
     *
     * @param limitSubject whose grants are those that pay, at most one a credits limit
     * @param naming names the counters
     */
    public static List<CounterIncrement> of(
            LimitSubject limitSubject, List<Limit> limits, CounterNaming naming, Use use) {
        License license = limitSubject.license();
        List<CounterIncrement> increments = new ArrayList<>();
        for (LimitSet.Line line : LimitSet.of(limits, naming).lines()) {
            if (line instanceof Quota quota && use.meter.equals(quota.meter())) {
                QuotaWindow window = Periods.of(quota.limit(), license, use.atMillis);
                increments.add(CounterIncrement.of(license.id(), quota.counterOf(limitSubject), window, use.units));
            } else if (line instanceof LimitSet.Credits credits && use.meter.equals(credits.meter())) {
                grants(limitSubject, credits)
                        .map(grant -> CounterIncrement.of(
                                license.id(), credits.counterOf(grant.id()), CreditsClaim.EVER, use.units))
                        .forEach(increments::add);
            }
        }
        return increments;
    }

    private static Stream<CreditGrant> grants(LimitSubject limitSubject, LimitSet.Credits credits) {
        return limitSubject.grants().stream()
                .filter(grant -> grant.limit().equals(credits.counter().limit()));
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
