package io.github.licensing4j;

import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.LicenseAdmin;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policy engine: identifies callers, decides calls and charges their use.
 *
 * <p>A call takes three steps, in this order: {@link #identify}, {@link #decide}, and, on a grant,
 * {@link Reservation#settle} exactly once. None of them waits for a store or the network on the calling thread longer
 * than the store's own time-out, and none of them throws because of what the caller sent: that is a {@link Refused}.
 *
 * <p>Safe for use by many threads.
 */
public interface Licensing extends AutoCloseable {

    /**
     * Identifies the caller and evaluates the license at this instant.
     *
     * @return {@link Identified}, or {@link Refused} with a 400, 401, 402, 403 or 503 code
     */
    Identification identify(Call call);

    /**
     * Decides one call at one endpoint, with the requirement that the endpoint declares joined with the rule of the live
     * catalog. On a grant it reserves all limits or none, until the call is settled. A dispatch of the kind {@link
     * Dispatch#FORWARD} checks features and scopes and reserves nothing.
     *
     * <p>Features and scopes are united; a rule's charge on a meter replaces the declared or built-in one.
     *
     * @param caller a value returned by {@link #identify} of this same object
     * @return {@link Granted} with the reservation, or {@link ForwardAllowed} for a forward; {@link Refused} with nothing
     *     reserved, {@link LicenseNotRequired} at an endpoint that requires none. In observe mode never {@link Refused}
     * @throws IllegalArgumentException if the endpoint requires a license and the caller was not identified by this object
     */
    Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch);

    /**
     * Whether an endpoint requires a license under the live catalog. Where it declares a {@link Declaration.Required} it
     * always does, and a caller need not be identified where it does not.
     */
    boolean requiresLicense(CalledEndpoint endpoint);

    /**
     * Records a refusal of a layer above, such as the filter, with the last refusals of the caller's license. Consumes
     * nothing of any limit. Default: does nothing.
     *
     * @param caller a value returned by {@link #identify} of this same object
     */
    default void refused(Identified caller, Refusal refusal) {}

    /**
     * Returns the current state of every limit of a caller. Consumes nothing.
     *
     * @param caller a value returned by {@link #identify} of this same object
     * @throws IllegalArgumentException if the caller was not identified by this object
     */
    List<LimitStatus> limits(Identified caller);

    /** Returns the administration of licenses; empty if none are stored. */
    Optional<LicenseAdmin> admin();

    /**
     * Returns the administration of the API keys of a caller's own license; empty if no licenses are stored, or the
     * caller has none.
     *
     * @param caller a value returned by {@link #identify} of this same object
     * @throws IllegalArgumentException if the caller was not identified by this object
     */
    Optional<CallerApiKeys> keys(Identified caller);

    /**
     * Checks the host's endpoints against the catalog and keeps them, so that a reload that would break one of them is
     * rejected. Called at start-up with every endpoint, and again with the same ones for a report on the live catalog.
     *
     * @throws UnknownNameException if an endpoint names a feature or meter that the catalog does not have
     * @throws LicensingException if an endpoint declares nothing, no rule covers it and such endpoints are denied
     */
    EndpointReport register(List<Endpoint> endpoints);

    /** What the host must measure of every call under the live catalog; never {@link Measure#WALL_TIME}. The same object until it changes. */
    Set<Measure> measures();

    /** The live catalog, as a summary of one immutable snapshot. Cheap enough to be asked on every call. */
    CatalogSummary catalog();

    /** Returns the health at this instant. */
    Health health();

    /** Stops the threads of this object and waits for running work. Later calls are refused with 503. */
    @Override
    void close();
}
