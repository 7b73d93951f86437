package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.QuotaLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount to add to one counter; as the result of a query of a ledger, the amount counted in it.
 *
 * @param issuer the exact {@code iss}
 * @param license the id of the license, null where the counter is of a customer
 * @param counter the counter
 * @param window its period
 * @param units in the meter's smallest unit; below 0 only for a correction
 * @param starts for a counter that is read: its value each time it replaced another one, oldest first
 */
public record CounterIncrement(
        String issuer,
        @Nullable String license,
        CounterId counter,
        QuotaWindow window,
        long units,
        List<UseAtStart> starts) {
    public CounterIncrement {
        starts = List.copyOf(starts);
    }

    /** Creates an increment of a counter that never replaced another one. */
    public CounterIncrement(
            String issuer, @Nullable String license, CounterId counter, QuotaWindow window, long units) {
        this(issuer, license, counter, window, units, List.of());
    }

    /** Creates an increment of the counter of a license, or of its customer if the counter's scope is the customer. */
    public static CounterIncrement of(LicenseId license, CounterId counter, QuotaWindow window, long units) {
        boolean shared = counter.scope() == QuotaLimit.Scope.CUSTOMER;
        return new CounterIncrement(license.issuer(), shared ? null : license.value(), counter, window, units);
    }
}
