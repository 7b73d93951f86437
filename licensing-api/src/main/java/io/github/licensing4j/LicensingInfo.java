package io.github.licensing4j;

import java.util.List;
import java.util.Set;

/**
 * Describes the state of the engine to the layers in front of it: catalog, limits, health. Takes nothing from any limit. Safe for
 * use by many threads.
 */
public interface LicensingInfo {

    /** The live catalog, as a summary of one immutable snapshot. Cheap enough for every call. */
    CatalogSummary catalog();

    /** What the host must measure of every call under the live catalog; never {@link Measure#WALL_TIME}. The same object until it changes. */
    Set<Measure> measures();

    /**
     * Whether an endpoint requires a license under the live catalog. Where it declares a {@link Declaration.Required} it
     * always does, and a caller need not be identified where it does not.
     */
    boolean requiresLicense(CalledEndpoint endpoint);

    /**
     * Every limit of a caller at this instant.
     *
     * @param caller a value returned by {@link Licensing#identify} of the same engine
     * @throws IllegalArgumentException if the caller was not identified by the same engine
     */
    List<LimitStatus> limits(Identified caller);

    /**
     * Records a refusal that a layer above has made for a caller, such as the filter, with the last ones of its license. Default:
     * does nothing.
     *
     * @param caller a value returned by {@link Licensing#identify} of the same engine
     */
    default void refused(Identified caller, Refusal refusal) {}

    /** The state of each part that can fail by itself, at this instant. */
    Health health();
}
