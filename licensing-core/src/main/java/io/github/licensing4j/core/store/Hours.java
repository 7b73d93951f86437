package io.github.licensing4j.core.store;

import java.time.Instant;

/** Hours of UTC, numbered from 1970. */
public final class Hours {
    private static final long MILLIS = 3_600_000;
    private static final long SECONDS = 3_600;
    private static final long OF_DAY = 24;

    private Hours() {}

    /** The hour that an instant lies in; so also the first that has not ended at it. */
    public static long of(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), SECONDS);
    }

    /** The hour that an epoch millisecond lies in. */
    public static long of(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    /** The first hour that starts at an instant or later. */
    public static long from(Instant instant) {
        boolean sharp = instant.getNano() == 0 && Math.floorMod(instant.getEpochSecond(), SECONDS) == 0;
        return of(instant) + (sharp ? 0 : 1);
    }

    /** The first hour of the day of an hour. */
    public static long dayOf(long hour) {
        return hour - Math.floorMod(hour, OF_DAY);
    }

    /** The first instant of an hour. */
    public static Instant start(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS);
    }
}
