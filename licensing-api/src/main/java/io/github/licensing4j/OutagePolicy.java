package io.github.licensing4j;

/**
 * A policy for calls while a store does not answer. Each kind of stored data has its own policies, because a node has
 * different data without each store. No default lets calls through that the store could refuse.
 *
 * <p>The engine reads {@link Licenses} only, from {@code licensing.outage.license}. In this version no setting takes the other
 * policies: quotas that nodes share follow {@link Quotas#LEASED_ONLY}, and rates and proofs are counted in the memory of the node.
 */
public sealed interface OutagePolicy {

    /** Policies for licenses and credentials. Calls that need uncached data are refused in any case. */
    enum Licenses implements OutagePolicy {
        /** Calls are decided on cached data for a limited time; after that, they are refused. The default. */
        CACHED,
        /**
         * Calls are decided on cached data for as long as the outage lasts. Revocations made meanwhile have no effect.
         */
        OPEN,
        /** Calls are refused once a poll has failed, or five in a row are missing, at least 5 s. */
        CLOSED
    }

    /** Policies for quotas and credits that nodes share. The engine follows the default; no setting selects another one in this version. */
    enum Quotas implements OutagePolicy {
        /** Calls are counted into slices that the node has leased already; when these are used up, calls are refused. The default. */
        LEASED_ONLY,
        /** Calls are granted and counted once the store answers. Each node may exceed a quota by its calls during the outage. */
        OPEN,
        /** Calls are refused. */
        CLOSED
    }

    /** Policies for rates that nodes share. Not read by the engine in this version. */
    enum Rates implements OutagePolicy {
        /** Each node enforces its share of a rate. The default. */
        LOCAL_SHARE,
        /** Calls are granted. */
        OPEN,
        /** Calls are refused. */
        CLOSED
    }

    /** Policies for the record of proofs that were used already. Not read by the engine in this version. */
    enum Replays implements OutagePolicy {
        /** Calls whose proof may be a replay are granted. */
        OPEN,
        /** Calls that need a proof are refused. The default. */
        CLOSED
    }
}
