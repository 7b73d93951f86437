package io.github.licensing4j.examples.weather.traffic;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The calls that a simulated customer makes.
 *
 * @param customer the name of the customer, which begins with {@code sim-}
 * @param plan the plan of its license
 * @param perDay calls of a usual day
 * @param growth the share by which the calls grow each week
 * @param shape when the calls are made
 * @param from the first simulated day with calls, counted from 0
 * @param until the first day without calls again
 * @param paths of the calls, one after the other
 */
record Habit(
        String customer, String plan, int perDay, double growth, Shape shape, int from, int until, List<String> paths) {
    static final String DAILY = "/v1/forecast/daily";
    static final String HOURLY = "/v1/forecast/hourly";
    static final String EXPORT = "/v1/export/csv";
    static final String ASK = "/v1/ask";

    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    private static final int MINUTES = 24 * 60;

    /** The times at which a customer calls. */
    enum Shape {
        /** By day, on weekends a fifth. */
        OFFICE,
        /** By day, on weekends three times as often. */
        LEISURE,
        /** All calls between 02:00 and 02:10. */
        NIGHTLY,
        /** The same at each time. */
        STEADY,
        /** By day; every 17th day ten times as often. */
        SPIKES
    }

    /** Returns the customers of the example. */
    static List<Habit> all() {
        return List.of(
                new Habit("sim-steady", "pro@1", 500, 0, Shape.STEADY, 0, ALWAYS, List.of(DAILY, HOURLY)),
                new Habit("sim-office", "pro@1", 900, 0, Shape.OFFICE, 0, ALWAYS, List.of(HOURLY)),
                // Passes the 100,000 calls of its plan in the third month.
                new Habit("sim-growing", "pro@1", 1_400, 0.12, Shape.OFFICE, 16, ALWAYS, List.of(HOURLY, DAILY)),
                new Habit("sim-weekend", "pro@1", 300, 0.01, Shape.LEISURE, 0, ALWAYS, List.of(HOURLY)),
                new Habit("sim-exports", "pro@1", 60, 0, Shape.NIGHTLY, 0, ALWAYS, List.of(EXPORT)),
                new Habit("sim-questions", "pro@1", 120, 0.03, Shape.OFFICE, 5, ALWAYS, List.of(ASK)),
                new Habit("sim-spikes", "pro@1", 200, 0, Shape.SPIKES, 0, ALWAYS, List.of(DAILY)),
                new Habit("sim-new", "pro@1", 400, 0.1, Shape.OFFICE, 70, ALWAYS, List.of(HOURLY)),
                // Uses up the 1,000 calls of the free plan before the middle of each month.
                new Habit("sim-near-limit", "free@1", 80, 0.01, Shape.STEADY, 10, ALWAYS, List.of(DAILY)),
                // Asks for what the free plan does not include.
                new Habit("sim-wants-hourly", "free@1", 20, 0, Shape.OFFICE, 0, ALWAYS, List.of(DAILY, HOURLY)),
                new Habit("sim-silent", "pro@1", 250, 0, Shape.STEADY, 0, 80, List.of(DAILY)),
                new Habit("sim-hobby", "free@1", 4, 0, Shape.LEISURE, 0, ALWAYS, List.of(DAILY)),
                // Misused in the last hours.
                new Habit(Misuse.SHARED, "pro@1", 240, 0, Shape.STEADY, 0, ALWAYS, List.of(DAILY)),
                new Habit(Misuse.BURST, "pro@1", 240, 0, Shape.STEADY, 0, ALWAYS, List.of(HOURLY)),
                new Habit(Misuse.EXPLORER, "pro@1", 100, 0, Shape.STEADY, 0, ALWAYS, List.of(DAILY)));
    }

    /** Returns the number of calls that are made up to a minute of a day since its start. */
    long until(int day, Instant minute) {
        if (day < from || day >= until) {
            return 0;
        }
        var time = minute.atOffset(ZoneOffset.UTC);
        double calls = perDay * Math.pow(1 + growth, (day - from) / 7.0);
        boolean isWeekend = WEEKEND.contains(time.getDayOfWeek());
        double share = switch (shape) {
            case OFFICE -> isWeekend ? 0.2 : 1;
            case LEISURE -> isWeekend ? 3 : 1;
            case SPIKES -> day % 17 == 16 ? 10 : 1;
            case NIGHTLY, STEADY -> 1;
        };
        return Math.round(calls * share * passed(time.getHour() * 60 + time.getMinute() + 1));
    }

    /** Returns the share of a day's calls that are made in its first minutes. */
    private double passed(int minutes) {
        return switch (shape) {
            case STEADY -> (double) minutes / MINUTES;
            case NIGHTLY -> within(minutes, 120, 130);
            case OFFICE, LEISURE, SPIKES -> within(minutes, 7 * 60, 19 * 60);
        };
    }

    private static double within(int minutes, int start, int end) {
        return Math.max(0, Math.min(1, (double) (minutes - start) / (end - start)));
    }
}
