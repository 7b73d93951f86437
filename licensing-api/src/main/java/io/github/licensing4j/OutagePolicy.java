package io.github.licensing4j;

/**
 * A policy for calls while a store does not answer. Each kind of stored data has its own policies, because a node has
 * different data without each store. No default lets calls through that the store could refuse.
 *
 * <p>The settings are {@code licensing.outage.license}, {@code rate}, {@code quota}, {@code credits} and {@code replay}.
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

    /** Policies for quotas and for credits that nodes share, while their database does not answer. */
    enum Quotas implements OutagePolicy {
        /** Calls are counted into slices that the node has leased already; when these are used up, calls are refused. The default. */
        LEASED_ONLY,
        /**
         * Calls beyond the slice are granted up to the amount that the node knows to be left, and counted in the journal, which comes into
         * the ledger later, in the periods of the calls. N nodes together grant less than N times the amount.
         */
        OPEN,
        /** Calls are refused once the node has detected the outage, within a few seconds, even where it has leased units. */
        CLOSED
    }

    /** Policies for rates and calls in flight that nodes share through Redis, while it does not answer. */
    enum Rates implements OutagePolicy {
        /**
         * Each node enforces its share of rates and of calls in flight, by the number of live nodes that share a license store. The
         * default.
         */
        LOCAL_SHARE,
        /** Calls are granted. */
        OPEN,
        /** Calls are refused. */
        CLOSED
    }

    /** Policies for the used proofs that nodes share, while their store does not answer. */
    enum Replays implements OutagePolicy {
        /** Each node accepts a proof once, by its own memory alone: N nodes together at most N times. */
        OPEN,
        /** Calls that need a proof are refused. The default. */
        CLOSED
    }
}
