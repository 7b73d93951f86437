package io.github.licensing4j;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a handler sees of the call it serves.
 *
 * <p>It is bound to one request, not to a thread: pass it to whatever works on that request. Safe for use by many threads.
 */
public interface LicenseContext {

    /** The license the call is made under; empty at exempt endpoints and for callers let through in observe mode. */
    Optional<License> license();

    /** Every feature the license includes at the time of the decision. */
    Set<String> features();

    /** Whether the license includes a feature. Unknown names are simply not included. */
    default boolean has(String feature) {
        return features().contains(feature);
    }

    /** The scopes of the credential. */
    Set<String> scopes();

    /** The limits that were looked at, as they stood after the decision. */
    List<LimitStatus> limits();

    /** What was left of a limit after the decision; empty if the call was not decided under a limit of that name. */
    default OptionalLong remaining(String limit) {
        return limits().stream()
                .filter(status -> status.limit().name().equals(limit))
                .mapToLong(LimitStatus::remaining)
                .findFirst();
    }

    /**
     * Adds whole units that this call has used, on a meter that its endpoint declares. They are charged when the call ends.
     *
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative, or the call would count more than {@link Charge#MAX_SMALLEST}
     *     smallest units of the meter
     */
    void charge(String meter, long units);

    /**
     * Adds whole and broken units that this call has used, such as 0.25 of a unit. Exact: nothing is rounded.
     *
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative, have more digits after the point than the meter's scale, or the
     *     call would count more than {@link Charge#MAX_SMALLEST} smallest units of the meter
     */
    void charge(String meter, BigDecimal units);

    /** The context of a call without a license. Charging it is accepted and counts nothing. */
    static LicenseContext empty() {
        return EmptyLicenseContext.INSTANCE;
    }

    /** The context of a granted call. */
    static LicenseContext of(Granted granted) {
        return new GrantedLicenseContext(granted);
    }
}
