package io.github.licensing4j.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Returns signals of misuse and of opportunities, and what administrators do with them. They are looked for every five minutes, by one
 * node. Safe for use by many threads; every method may throw {@link io.github.licensing4j.spi.StoreException}.
 */
public interface Signals {
    /**
     * Returns signals, those that began last first.
     *
     * @throws InvalidFieldException if the cursor is not one of this list, or the size of the page is not possible
     */
    Page<Signal> list(SignalFilter filter);

    /**
     * Returns a signal.
     *
     * @throws NotFoundException if there is none with this id
     */
    Signal get(String id);

    /**
     * Mutes a signal: listeners and webhooks do not get it, and the catalog does not answer it. It stays in lists.
     *
     * @param until until when, after now; null to unmute it
     * @throws NotFoundException if there is none with this id
     * @throws InvalidFieldException if it is in the past, or more than 366 days ahead
     */
    Signal mute(String id, @Nullable Instant until, AdminContext by);

    /**
     * Takes back what the catalog has done with a credential because of a signal. Repeats have no effect.
     *
     * @throws NotFoundException if there is none with this id
     * @throws ConflictException if it has no answer
     */
    Signal revokeAnswer(String id, AdminContext by);
}
