package io.github.licensing4j;

import io.github.licensing4j.Requirement.Features;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The license context of a call, for its handler: license, features, scopes, limits and charges. {@link Identified} has the
 * first three of a caller that no decision was made for yet.
 *
 * <p>It is bound to one request, not to a thread: pass it to the code that works on that request. Safe for use by many
 * threads.
 */
public interface LicenseContext {

    /**
     * Returns the license of the call; empty at exempt endpoints and for callers without a valid license in observe
     * mode.
     */
    Optional<License> license();

    /** Returns every feature that the license includes at the time of the decision. */
    Set<String> features();

    /** Returns whether the license includes a feature; false for unknown names. */
    default boolean has(String feature) {
        return features().contains(feature);
    }

    /**
     * Requires a feature for what follows, such as a field of GraphQL or the handling of a message. Nothing is charged or held.
     * In observe mode a missing feature is reported and passes.
     *
     * @throws LicenseRefusedException if the license does not include the feature; in a web request it is answered with the
     *     problem document of the refusal
     * @throws IllegalStateException outside of a licensed call
     */
    default void require(String feature) {
        require(new Features(Set.of(feature), Match.ALL));
    }

    /**
     * Requires a group of features, as {@link #require(String)} does.
     *
     * @throws LicenseRefusedException if the license does not include them
     * @throws IllegalStateException outside of a licensed call
     */
    void require(Features group);

    /** Returns the scopes of the credential. */
    Set<String> scopes();

    /** Returns the roles of the credential, which its issuer has given to its bearer. Default: none. */
    default Set<String> roles() {
        return Set.of();
    }

    /** Returns the limits that were checked, with their state after the decision. */
    List<LimitStatus> limits();

    /**
     * Returns the remaining units of a limit after the decision; empty if the call was not decided under a limit of
     * that name.
     */
    default OptionalLong remaining(String limit) {
        return limits().stream()
                .filter(status -> status.limit().name().equals(limit))
                .mapToLong(LimitStatus::remaining)
                .findFirst();
    }

    /**
     * Adds units that this call has used, on a meter that its endpoint declares. They are charged when the call ends.
     *
     * @param units whole units of the meter, as the catalog names them; 0 or more
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative, or the call would count more than {@link Charge#MAX_SMALLEST}
     *     smallest units of the meter
     */
    void charge(String meter, long units);

    /**
     * Adds a quantity that this call has used, such as 0.25 GB, as {@link #charge(String, long)} does. Exact: nothing is
     * rounded.
     *
     * @param quantity 0 or more, in the unit of the meter, or in its smallest unit
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if the quantity is in another unit, is negative, has more digits after the point than
     *     the meter's scale, or the call would count more than {@link Charge#MAX_SMALLEST} smallest units of the meter
     */
    void charge(String meter, Quantity quantity);

    /** Returns the context of a call without a license. Charging it is accepted and counts nothing. */
    static LicenseContext empty() {
        return GrantedLicenseContext.EMPTY;
    }

    /** Returns the context of a granted call. {@link #require(String)} refuses by the features at the decision. */
    static LicenseContext of(Granted granted) {
        return of(granted, requirement -> GrantedLicenseContext.compared(granted, requirement));
    }

    /**
     * Returns the context of a granted call whose requirements an engine checks.
     *
     * @param check decides a requirement of the same call without reserving anything, as {@link Licensing#decide} does for
     *     {@link Dispatch#INTERNAL}
     */
    static LicenseContext of(Granted granted, Function<Requirement, Decision> check) {
        return new GrantedLicenseContext(granted, check);
    }

    /** Returns the context of a call that needs no license, or is not decided yet, whose requirements an engine checks. */
    static LicenseContext undecided(Function<Requirement, Decision> check) {
        return new GrantedLicenseContext(GrantedLicenseContext.NOTHING, check);
    }
}
