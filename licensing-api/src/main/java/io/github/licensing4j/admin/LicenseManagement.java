package io.github.licensing4j.admin;

import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import java.util.Optional;

/** Provides the administration of stored licenses. Safe for use by many threads. */
public interface LicenseManagement {

    /** Returns the administration of licenses; empty if none are stored. */
    Optional<LicenseAdmin> admin();

    /**
     * Counts a request of a caller about its own license, such as for its limits, keys or seats. No plan counts these requests, so a host
     * that answers them asks this first. Ten times as many are allowed as exchanges of tokens, by
     * credential and by customer, on each node.
     *
     * @param caller a value returned by {@link io.github.licensing4j.Licensing#identify} of the same engine
     * @return the refusal if there were too many: rate-limited, with the instant to try again; always empty for a caller without a license
     * @throws IllegalArgumentException if the caller was not identified by the same engine
     */
    Optional<Refusal> takeOwnRequest(Identified caller);

    /**
     * Returns the administration of the API keys of a caller's own license; empty if no licenses are stored, or the caller
     * has none.
     *
     * @param caller a value returned by {@link io.github.licensing4j.Licensing#identify} of the same engine
     * @throws IllegalArgumentException if the caller was not identified by the same engine
     */
    Optional<CallerApiKeys> keys(Identified caller);

    /**
     * Returns the seats of a caller itself; empty if it has no license.
     *
     * @param caller a value returned by {@link io.github.licensing4j.Licensing#identify} of the same engine
     * @throws IllegalArgumentException if the caller was not identified by the same engine
     */
    Optional<CallerSeats> seats(Identified caller);
}
