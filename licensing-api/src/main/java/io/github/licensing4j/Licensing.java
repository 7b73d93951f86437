package io.github.licensing4j;

/**
 * Identifies callers and decides their calls.
 *
 * <p>A call takes three steps, in this order: {@link #identify}, {@link #decide}, and, on a grant,
 * {@link Reservation#settle} exactly once. None of them waits for a store or the network on the calling thread longer
 * than the store's own time-out, and none of them throws because of what the caller sent: that is a {@link Refused}.
 *
 * <p>Safe for use by many threads.
 */
public interface Licensing {

    /**
     * Identifies the caller and evaluates the license at this instant.
     *
     * @return {@link Identified}, or {@link Refused} with a 400, 401, 402, 403 or 503 code
     */
    Identification identify(Call call);

    /**
     * Decides one call at one endpoint, with the requirement that the endpoint declares joined with the rule of the live
     * catalog. On a grant it reserves all limits or none, until the call is settled. {@link Dispatch#INTERNAL} checks
     * features and scopes and reserves nothing, {@link Dispatch#PART} reserves what the endpoint declares.
     *
     * <p>Features and scopes are united; a rule's charge on a meter replaces the declared or built-in one.
     *
     * @param caller a value returned by {@link #identify} of this same object
     * @return {@link Granted} with the reservation, or {@link DispatchAllowed} for an internal dispatch; {@link Refused} with nothing
     *     reserved, {@link LicenseNotRequired} at an endpoint that requires none. In observe mode never {@link Refused}
     * @throws IllegalArgumentException if the endpoint requires a license and the caller was not identified by this object
     */
    Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch);
}
