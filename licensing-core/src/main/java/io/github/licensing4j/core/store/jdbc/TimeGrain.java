package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.Hours;

/** The length of the times that the rows of a table are added up by. */
enum TimeGrain {
    HOUR("hour"),
    DAY("day"),
    FIVE("five"),
    MONTH("month");

    private final String column;

    TimeGrain(String column) {
        this.column = column;
    }

    /** Returns the name of the column of the time. */
    String column() {
        return column;
    }

    /** Returns the number of the time that contains an hour. */
    long of(long hour) {
        return switch (this) {
            case HOUR -> hour;
            case DAY -> Hours.day(hour);
            case FIVE -> Hours.fiveOfDay(Hours.day(hour));
            case MONTH -> Hours.monthOfDay(Hours.day(hour));
        };
    }

    /** Returns the first hour of a time. */
    long firstHour(long number) {
        return switch (this) {
            case HOUR -> number;
            case DAY -> Hours.ofDay(number);
            case FIVE -> Hours.ofDay(Hours.firstDayOfFive(number));
            case MONTH -> Hours.ofDay(Hours.firstDay(number));
        };
    }

    /** Returns the first time that starts at an hour or later. */
    long from(long hour) {
        long number = of(hour);
        return firstHour(number) == hour ? number : number + 1;
    }

    /** Returns the day of the number in the column, which is of hours or days. */
    String day() {
        // Rounds down, also for hours before 1970.
        return this == HOUR ? "(hour - ((hour % 24) + 24) % 24) / 24" : column;
    }
}
