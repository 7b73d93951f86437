package io.github.licensing4j.core.insight.forecast;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Daily units to forecast.
 *
 * @param weeks of history before each period
 */
record DailySeries(String name, List<Long> units, int weeks) {
    private static final double[] WEEK = {1.1, 1.15, 1.2, 1.1, 1.0, 0.55, 0.5};
    private static final int DAYS = 400;

    /** Half a year of it is taken by the periods, so that their history is short. */
    static DailySeries taxi() {
        return read("NYC taxi", "nyc-taxi-daily.csv", 8);
    }

    static DailySeries wikipedia() {
        return read("Wikipedia page", "wikipedia-daily-views.csv", 26);
    }

    static DailySeries trend() {
        Random random = new Random(1);
        List<Long> units = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            units.add(Math.round((1000 + 5 * day) * WEEK[day % 7] * (1 + 0.05 * random.nextGaussian())));
        }
        return new DailySeries("trend and week", units, 26);
    }

    static DailySeries growth() {
        Random random = new Random(2);
        List<Long> units = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            units.add(Math.round(200 * Math.pow(1.01, day) * WEEK[day % 7] * Math.exp(0.1 * random.nextGaussian())));
        }
        return new DailySeries("growth", units, 26);
    }

    static DailySeries intermittent() {
        Random random = new Random(3);
        List<Long> units = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            boolean isUsed = random.nextDouble() < 0.3 * WEEK[day % 7];
            units.add(isUsed ? Math.round(50 + 100 * random.nextDouble()) : 0);
        }
        return new DailySeries("intermittent", units, 26);
    }

    /** Reads a public series. Days that it lacks have the units of a week before: nothing was measured on them. */
    private static DailySeries read(String name, String resource, int weeks) {
        Map<LocalDate, Long> days = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(DailySeries.class.getResourceAsStream(resource))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(","))
                    .forEach(line -> days.put(LocalDate.parse(line[0]), Long.valueOf(line[1])));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<LocalDate> dates = List.copyOf(days.keySet());
        List<Long> units = new ArrayList<>();
        dates.get(0).datesUntil(dates.get(dates.size() - 1).plusDays(1)).forEach(date -> {
            Long measured = days.get(date);
            units.add(measured != null ? measured : units.get(Math.max(0, units.size() - 7)));
        });
        return new DailySeries(name, units, weeks);
    }
}
