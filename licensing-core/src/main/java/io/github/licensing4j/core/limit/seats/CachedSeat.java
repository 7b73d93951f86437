package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatLevel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Caches the seat of one holder on this node: held until an instant, or refused a moment ago. */
final class CachedSeat {
    /** A refused holder is looked up again after so long, because it may have got a seat through another node. */
    private static final long REFUSED_MILLIS = 1_000;

    private final SeatsLimit limit;
    /** The seats that others cannot take, as this node last read it for all holders under the limit. */
    private final AtomicLong taken;

    private final @Nullable Seat seat;
    private final long untilMillis;
    private final long renewMillis;
    private final AtomicBoolean renewing = new AtomicBoolean();

    /**
     * The times of an entry.
     *
     * @param untilMillis when it ends
     * @param renewMillis when its seat is renewed
     */
    private record Times(long untilMillis, long renewMillis) {}

    private CachedSeat(SeatsLimit limit, AtomicLong taken, @Nullable Seat seat, Times times) {
        this.limit = limit;
        this.taken = taken;
        this.seat = seat;
        this.untilMillis = times.untilMillis;
        this.renewMillis = times.renewMillis;
    }

    /** Creates the entry of a seat that was taken or renewed now, to be renewed when a third of its lease is left. */
    static CachedSeat held(SeatsLimit limit, AtomicLong taken, Seat seat, long nowMillis) {
        long until = seat.until().toEpochMilli();
        long renew = seat.until().equals(Seat.ENDLESS) ? Long.MAX_VALUE : until - (until - nowMillis) / 3;
        return new CachedSeat(limit, taken, seat, new Times(until, renew));
    }

    /** Creates the entry of a holder that was refused now. */
    static CachedSeat refused(SeatsLimit limit, AtomicLong taken, long nowMillis) {
        return new CachedSeat(limit, taken, null, new Times(nowMillis + REFUSED_MILLIS, Long.MAX_VALUE));
    }

    /** Returns whether it decides calls under a limit: that which it was requested under, unless time has ended it. */
    boolean decides(SeatsLimit current, long nowMillis) {
        return nowMillis < untilMillis && limit.equals(current);
    }

    boolean isOver(long nowMillis) {
        return nowMillis >= untilMillis;
    }

    boolean isHeld() {
        return seat != null;
    }

    SeatLevel level() {
        return new SeatLevel(taken.get(), seat);
    }

    /** Returns whether the caller is to renew the seat: true once, until {@link #notRenewed}. */
    boolean isToBeRenewed(long nowMillis) {
        return nowMillis >= renewMillis && renewing.compareAndSet(false, true);
    }

    /** Lets a later call renew the seat. */
    void notRenewed() {
        renewing.set(false);
    }
}
