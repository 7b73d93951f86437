package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.spi.SeatStore;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One change of a seat, and its result over all attempts to store its audit entry. Seats of the license store are changed in the transaction
 * of the entry. Those of a store of the host are changed once, before it: a refusal leaves no entry, and a change that fails
 * afterwards leaves a changed seat. Not safe for use by many threads.
 */
final class SeatChange {
    private final Optional<SeatStore> ofHost;
    private final AtomicReference<@Nullable SeatView> result = new AtomicReference<>();

    /** @param ofHost the store of the host, empty where seats are in the license store */
    SeatChange(Optional<SeatStore> ofHost) {
        this.ofHost = ofHost;
    }

    /** Returns whether an earlier attempt has changed the seat in the store of the host. */
    boolean isMade() {
        return ofHost.isPresent() && result.get() != null;
    }

    /**
     * Changes the seat with a change of the license store.
     *
     * @param work changes the seat, and returns its view
     * @return the view, which is known once the change is stored
     */
    Supplier<SeatView> in(PendingChange pendingChange, LicenseId license, Function<SeatStore, SeatView> work) {
        if (ofHost.isEmpty()) {
            pendingChange.seats(store -> result.set(work.apply(store)));
        } else {
            if (!isMade()) {
                result.set(work.apply(ofHost.get()));
            }
            pendingChange.seatsChanged(license);
        }
        return () -> Objects.requireNonNull(result.get());
    }
}
