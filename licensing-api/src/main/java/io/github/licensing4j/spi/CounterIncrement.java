package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be added to one counter.
 *
 * @param issuer the exact {@code iss}
 * @param license the id of the license, null where the counter is of a customer
 * @param counter the counter
 * @param window its period
 * @param units in the meter's smallest unit; below 0 only for a correction
 * @param starts of a counter that is read, what it stood at each time it took the place of another one, oldest first
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

    /** An increment of a counter that never took the place of another one. */
    public CounterIncrement(
            String issuer, @Nullable String license, CounterId counter, QuotaWindow window, long units) {
        this(issuer, license, counter, window, units, List.of());
    }

    /** An increment of the counter of a license, or of its customer where the counter's scope is the customer. */
    public static CounterIncrement of(LicenseId license, CounterId counter, QuotaWindow window, long units) {
        boolean shared = counter.scope() == CounterId.Scope.CUSTOMER;
        return new CounterIncrement(license.issuer(), shared ? null : license.value(), counter, window, units);
    }
}
