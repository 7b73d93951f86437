package io.github.licensing4j.core.store;

import java.time.Instant;

/** Converts instants to UTC hours, numbered from 1970. */
public final class Hours {
    private static final long MILLIS = 3_600_000;
    private static final long SECONDS = 3_600;
    private static final long OF_DAY = 24;

    private Hours() {}

    /** Returns the hour that contains an instant, which is also the first one that has not ended. */
    public static long of(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), SECONDS);
    }

    /** Returns the hour that contains an epoch millisecond. */
    public static long of(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    /** Returns the first hour that starts at an instant or later. */
    public static long from(Instant instant) {
        boolean sharp = instant.getNano() == 0 && Math.floorMod(instant.getEpochSecond(), SECONDS) == 0;
        return of(instant) + (sharp ? 0 : 1);
    }

    /** Returns the first hour of the day of an hour. */
    public static long dayOf(long hour) {
        return hour - Math.floorMod(hour, OF_DAY);
    }

    /** Returns the first instant of an hour. */
    public static Instant start(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS);
    }
}
