package io.github.licensing4j.core.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoField;

/** Converts instants to UTC hours, numbered from 1970. */
public final class Hours {
    private static final long MILLIS = 3_600_000;
    private static final long SECONDS = 3_600;
    private static final long OF_DAY = 24;
    private static final long MONTHS = 12;
    private static final long FIVES = 6;
    private static final long OF_FIVE = 5;

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

    /** Returns the UTC day of an hour, numbered from 1970. */
    public static long day(long hour) {
        return Math.floorDiv(hour, OF_DAY);
    }

    /** Returns the first hour of a UTC day. */
    public static long ofDay(long day) {
        return day * OF_DAY;
    }

    /** Returns the month of a UTC day, numbered from January of the year 0. */
    public static long monthOfDay(long day) {
        return YearMonth.from(LocalDate.ofEpochDay(day)).getLong(ChronoField.PROLEPTIC_MONTH);
    }

    /** Returns the first UTC day of a month. */
    public static long firstDay(long month) {
        return LocalDate.of((int) Math.floorDiv(month, MONTHS), (int) Math.floorMod(month, MONTHS) + 1, 1)
                .toEpochDay();
    }

    /**
     * Returns the five days of a month that contain a UTC day, numbered from January of the year 0. A month has six of them; the last
     * has three to six days.
     */
    public static long fiveOfDay(long day) {
        long month = monthOfDay(day);
        return month * FIVES + Math.min(FIVES - 1, (day - firstDay(month)) / OF_FIVE);
    }

    /** Returns the first UTC day of five days. */
    public static long firstDayOfFive(long five) {
        return firstDay(Math.floorDiv(five, FIVES)) + Math.floorMod(five, FIVES) * OF_FIVE;
    }

    /** Returns the first instant of an hour. */
    public static Instant start(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS);
    }
}
