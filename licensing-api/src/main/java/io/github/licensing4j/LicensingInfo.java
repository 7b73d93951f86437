package io.github.licensing4j;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the state of the engine: its catalog, the limits of a caller, its health. Consumes nothing of any limit.
 *
 * <p>Safe for use by many threads.
 */
public interface LicensingInfo {

    /** Returns a summary of the live catalog, from one immutable snapshot. Cheap enough for every call. */
    CatalogSummary catalog();

    /**
     * Returns the measures of calls under the live catalog; never {@link Measure#WALL_TIME}. A {@link Granted} call has its
     * own; these say whether the body of a request is to be counted before its decision. The same object until they change.
     */
    Set<Measure> measures();

    /**
     * Returns whether an endpoint requires a license under the live catalog. An endpoint that declares a {@link
     * Declaration.Required} always requires one. If this returns false, the call can pass without {@link Licensing#identify}.
     */
    boolean requiresLicense(CalledEndpoint endpoint);

    /**
     * Returns the requirement of an endpoint under the live catalog, the rule for it joined in; empty if it requires no
     * license.
     */
    Optional<Requirement> requirement(CalledEndpoint endpoint);

    /**
     * Returns the current state of every limit of a caller.
     *
     * @param caller a value returned by {@link Licensing#identify} of the same engine
     * @throws IllegalArgumentException if the caller was not identified by the same engine
     */
    List<LimitStatus> limits(Identified caller);

    /**
     * Records a refusal of a layer above, such as the filter, with the last refusals of the caller's license. Default:
     * does nothing.
     *
     * @param caller a value returned by {@link Licensing#identify} of the same engine
     */
    default void recordRefusal(Identified caller, Refusal refusal) {}

    /**
     * Returns the states of the stores that nodes share, at most one for each kind of stored data. Never waits. Default: none are
     * shared.
     */
    default List<OutageStatus> outages() {
        return List.of();
    }

    /**
     * Returns the clock of the engine, by which periods and validity are decided. Default: the system's.
     */
    default InstantSource clock() {
        return InstantSource.system();
    }

    /** Returns the health at this instant. */
    Health health();
}
