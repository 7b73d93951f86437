package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.spi.MeasurementBatch;
import io.github.licensing4j.spi.MeasurementBatch.Latencies;
import io.github.licensing4j.spi.MeasurementBatch.Refusals;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds refused calls and the time that calls took, by the hour and by the day, each batch of a process once. */
final class MeasurementTable {
    static final String MOVE_ON = "insert into licensing_measurement_sources (process, batch, changed_at)"
            + " values (?, ?, ?) on conflict (process) do update set batch = excluded.batch,"
            + " changed_at = excluded.changed_at where licensing_measurement_sources.batch < excluded.batch";
    private static final String REFUSAL_KEY = "code, license, customer, plan, endpoint, observed";
    private static final String LATENCY_KEY = "endpoint, bucket";
    static final String REFUSAL_HOURS = add("licensing_refusal_hours", "issuer, hour, " + REFUSAL_KEY, "calls");
    static final String REFUSAL_DAYS = add("licensing_refusal_days", "issuer, day, " + REFUSAL_KEY, "calls");
    static final String LATENCY_HOURS = add("licensing_latency_hours", "hour, " + LATENCY_KEY, "calls, millis");
    static final String LATENCY_DAYS = add("licensing_latency_days", "day, " + LATENCY_KEY, "calls, millis");

    static final String REMOVE_REFUSAL_HOURS = remove("licensing_refusal_hours", "hour");
    static final String REMOVE_REFUSAL_DAYS = remove("licensing_refusal_days", "day");
    static final String REMOVE_LATENCY_HOURS = remove("licensing_latency_hours", "hour");
    static final String REMOVE_LATENCY_DAYS = remove("licensing_latency_days", "day");
    static final String REMOVE_SOURCES = "delete from licensing_measurement_sources where changed_at < ?";

    private MeasurementTable() {}

    /** Removes the rows of the first hour or day, if it is before another one. */
    private static String remove(String table, String time) {
        return "delete from " + table + " where " + time + " = (select min(" + time + ") from " + table + ") and "
                + time + " < ?";
    }

    /** Removes the first hours and days before these, and returns how many. */
    static int remove(Session session, Instant hoursBefore, @Nullable Instant daysBefore) throws SQLException {
        long hour = Hours.of(hoursBefore);
        session.update(REMOVE_SOURCES, hoursBefore);
        int removed = session.update(REMOVE_REFUSAL_HOURS, hour) > 0 ? 1 : 0;
        removed += session.update(REMOVE_LATENCY_HOURS, hour) > 0 ? 1 : 0;
        if (daysBefore != null) {
            long day = Hours.day(Hours.of(daysBefore));
            removed += session.update(REMOVE_REFUSAL_DAYS, day) > 0 ? 1 : 0;
            removed += session.update(REMOVE_LATENCY_DAYS, day) > 0 ? 1 : 0;
        }
        return removed;
    }

    private static String add(String table, String key, String sums) {
        int columns = (key + ", " + sums).split(",", -1).length;
        List<String> added = new ArrayList<>();
        for (String sum : sums.split(", ", -1)) {
            added.add(sum + " = " + table + "." + sum + " + excluded." + sum);
        }
        return "insert into " + table + " (" + key + ", " + sums + ") values (" + "?, ".repeat(columns - 1) + "?)"
                + " on conflict (" + key + ") do update set " + String.join(", ", added);
    }

    /** The row of {@link LedgerSequences} must be locked. */
    static boolean add(Session session, MeasurementBatch batch, LedgerSequences counts) throws SQLException {
        if (session.update(MOVE_ON, batch.process(), batch.number(), batch.at()) != 1) {
            return false;
        }
        Map<@Nullable String, Long> names = NameTable.of(session, names(batch), counts);
        session.updateAll(REFUSAL_HOURS, refusals(batch, names, TimeGrain.HOUR));
        session.updateAll(REFUSAL_DAYS, refusals(batch, names, TimeGrain.DAY));
        session.updateAll(LATENCY_HOURS, latencies(batch, names, TimeGrain.HOUR));
        session.updateAll(LATENCY_DAYS, latencies(batch, names, TimeGrain.DAY));
        return true;
    }

    private static Set<@Nullable String> names(MeasurementBatch batch) {
        Set<@Nullable String> names = new LinkedHashSet<>();
        for (Refusals one : batch.refusals()) {
            var subject = one.subject();
            names.addAll(List.of(subject.issuer(), subject.license(), subject.customer(), subject.plan()));
            names.addAll(List.of(one.endpoint(), one.code()));
        }
        batch.latencies().forEach(one -> names.add(one.endpoint()));
        return names;
    }

    private static List<@Nullable Object[]> refusals(
            MeasurementBatch batch, Map<@Nullable String, Long> names, TimeGrain grain) {
        Map<List<Long>, long[]> sums = new LinkedHashMap<>();
        for (Refusals one : batch.refusals()) {
            List<Long> key = List.of(
                    names.getOrDefault(one.subject().issuer(), NameTable.NONE),
                    grain.of(Hours.of(one.hourMillis())),
                    names.getOrDefault(one.code(), NameTable.NONE),
                    names.getOrDefault(one.subject().license(), NameTable.NONE),
                    names.getOrDefault(one.subject().customer(), NameTable.NONE),
                    names.getOrDefault(one.subject().plan(), NameTable.NONE),
                    names.getOrDefault(one.endpoint(), NameTable.NONE),
                    one.observed() ? 1L : 0L);
            add(sums, key, one.calls());
        }
        return rows(sums);
    }

    private static List<@Nullable Object[]> latencies(
            MeasurementBatch batch, Map<@Nullable String, Long> names, TimeGrain grain) {
        Map<List<Long>, long[]> sums = new LinkedHashMap<>();
        for (Latencies one : batch.latencies()) {
            List<Long> key = List.of(
                    grain.of(Hours.of(one.hourMillis())), names.getOrDefault(one.endpoint(), NameTable.NONE), (long)
                            one.bucket());
            add(sums, key, one.calls(), one.millis());
        }
        return rows(sums);
    }

    private static void add(Map<List<Long>, long[]> sums, List<Long> key, long... more) {
        long[] sum = sums.computeIfAbsent(key, absent -> new long[more.length]);
        for (int i = 0; i < more.length; i++) {
            sum[i] += more[i];
        }
    }

    private static List<@Nullable Object[]> rows(Map<List<Long>, long[]> sums) {
        List<@Nullable Object[]> rows = new ArrayList<>(sums.size());
        sums.forEach((key, sum) -> {
            List<@Nullable Object> row = new ArrayList<>(key);
            for (long one : sum) {
                row.add(one);
            }
            rows.add(row.toArray());
        });
        return rows;
    }
}
