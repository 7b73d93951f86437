package io.github.licensing4j.core.store.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores which licenses and customers have made a call, with one bit for each: a row has those of 256 numbers of names. A bit is never
 * removed, because the calls of a row of usage never become fewer.
 */
final class ActiveTable {
    /** The subject of bits of licenses. */
    static final long LICENSE = 0;
    /** The subject of bits of customers. */
    static final long CUSTOMER = 1;

    static final int WORDS = 4;
    private static final int WORD_BITS = 6;
    private static final int BLOCK_BITS = 8;
    private static final long IN_WORD = 63;

    private static final List<String> OF_CALLS =
            List.of("issuer", "day", "kind", "meter", "plan", "feature", "endpoint", "status", "subject", "block");
    private static final List<String> OF_PLANS = List.of("issuer", "day", "kind", "plan", "subject", "block");
    static final String ADD_CALL_DAY = add("licensing_active_call_days", OF_CALLS);
    static final String ADD_CALL_FIVE = add("licensing_active_call_fives", in(TimeGrain.FIVE));
    static final String ADD_CALL_MONTH = add("licensing_active_call_months", in(TimeGrain.MONTH));
    static final String ADD_DAY = add("licensing_active_days", OF_PLANS);

    private ActiveTable() {}

    private static List<String> in(TimeGrain grain) {
        List<String> columns = new ArrayList<>(OF_CALLS);
        columns.set(Key.TIME, grain.column());
        return columns;
    }

    static String word(int number) {
        return "bits_" + number;
    }

    /** Changes nothing, not even the version of the row, if the row has the bits already. */
    private static String add(String table, List<String> key) {
        List<String> columns = new ArrayList<>(key);
        List<String> conditions = new ArrayList<>();
        key.forEach(column -> conditions.add("a." + column + " = v." + column));
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            String word = word(i);
            columns.add(word);
            conditions.add("(a." + word + " & v." + word + ") = v." + word);
            changes.add(word + " = " + table + "." + word + " | excluded." + word);
        }
        List<String> values =
                columns.stream().map(column -> "cast(? as bigint) as " + column).toList();
        String all = String.join(", ", columns);
        return "insert into " + table + " (" + all + ") select " + all + " from (select " + String.join(", ", values)
                + ") v where not exists (select 1 from " + table + " a where " + String.join(" and ", conditions)
                + ") on conflict (" + String.join(", ", key) + ") do update set " + String.join(", ", changes);
    }

    /** The numbers of a row of {@code licensing_active_call_days} but its bits. */
    record Key(List<Long> numbers) {
        private static final int TIME = 1;
        private static final int PLAN = 4;
        private static final int SUBJECT = 8;

        /**
         * Returns the key of the row that has the bit of a number.
         *
         * @param call the issuer, day, kind, meter, plan, feature, endpoint and status
         */
        static Key of(List<Long> call, long subject, long number) {
            List<Long> numbers = new ArrayList<>(call);
            numbers.add(subject);
            numbers.add(number >> BLOCK_BITS);
            return new Key(numbers);
        }

        private Key in(TimeGrain grain) {
            List<Long> other = new ArrayList<>(numbers);
            other.set(TIME, grain.of(TimeGrain.DAY.firstHour(numbers.get(TIME))));
            return new Key(other);
        }

        private Key ofPlan() {
            List<Long> other = new ArrayList<>(numbers.subList(0, TIME + 2));
            other.add(numbers.get(PLAN));
            other.addAll(numbers.subList(SUBJECT, numbers.size()));
            return new Key(other);
        }
    }

    /** The bits of rows. */
    static final class Bits {
        private final Map<Key, long[]> rows = new LinkedHashMap<>();

        /** Adds the bit of a number to the row that has it. */
        void add(Key key, long number) {
            long[] words = rows.computeIfAbsent(key, absent -> new long[WORDS]);
            words[(int) (number >> WORD_BITS) & (WORDS - 1)] |= 1L << (number & IN_WORD);
        }

        private Bits by(UnaryOperator<Key> group) {
            Bits grouped = new Bits();
            rows.forEach((key, words) -> {
                long[] sums = grouped.rows.computeIfAbsent(group.apply(key), absent -> new long[WORDS]);
                for (int i = 0; i < WORDS; i++) {
                    sums[i] |= words[i];
                }
            });
            return grouped;
        }

        private List<@Nullable Object[]> rows() {
            List<@Nullable Object[]> all = new ArrayList<>(rows.size());
            rows.forEach((key, words) -> {
                List<@Nullable Object> row = new ArrayList<>(key.numbers);
                for (long word : words) {
                    row.add(word);
                }
                all.add(row.toArray());
            });
            return all;
        }
    }

    /** Adds bits by the day. Those of longer times and of plans are added where a bit of a day is new. */
    static void add(Session session, Bits days) throws SQLException {
        boolean[] changed = session.updateAny(ADD_CALL_DAY, days.rows());
        Bits added = new Bits();
        int row = 0;
        for (Map.Entry<Key, long[]> one : days.rows.entrySet()) {
            if (changed[row++]) {
                added.rows.put(one.getKey(), one.getValue());
            }
        }
        session.updateAll(ADD_CALL_FIVE, added.by(key -> key.in(TimeGrain.FIVE)).rows());
        session.updateAll(
                ADD_CALL_MONTH, added.by(key -> key.in(TimeGrain.MONTH)).rows());
        session.updateAll(ADD_DAY, added.by(Key::ofPlan).rows());
    }

    /** Different licenses and customers. */
    static final class Union {
        private final Map<List<Long>, long[]> blocks = new HashMap<>();

        /** Adds the bits of a row. */
        void add(long subject, long block, long[] words) {
            long[] sums = blocks.computeIfAbsent(List.of(subject, block), absent -> new long[WORDS]);
            for (int i = 0; i < WORDS; i++) {
                sums[i] |= words[i];
            }
        }

        /** Returns how many of them there are. */
        long count(long subject) {
            long count = 0;
            for (Map.Entry<List<Long>, long[]> block : blocks.entrySet()) {
                if (block.getKey().get(0) == subject) {
                    for (long word : block.getValue()) {
                        count += Long.bitCount(word);
                    }
                }
            }
            return count;
        }
    }
}
