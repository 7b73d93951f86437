package io.github.licensing4j.core.admin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of amounts and prices across plan changes, by counting seconds one at a time. Holds for each second which plan was in
 * force with which overrides, and shares nothing with the engine. Seconds are counted from the creation of the license.
 */
final class PlanChangeModel {
    /** How long a billing period is, in seconds. */
    static final int BILLING = 420;

    /** The instant of the creation since 1970, as customers' periods count from there. */
    final long epoch;

    final Map<String, Plan> plans;
    private final TreeMap<Integer, State> states = new TreeMap<>();
    private final TreeMap<Integer, Kind> changes = new TreeMap<>();

    enum Kind {
        CARRY,
        FRESH,
        PRORATE
    }

    /** A quota, on the counter it counts on. */
    record Quota(String counter, int per, boolean ofCustomer, long amount, int rollover, long cap) {}

    /** A plan. */
    record Plan(String id, BigDecimal price, Map<String, Quota> byCounter) {}

    /**
     * What is in force from a second on.
     *
     * @param amounts overrides by counter
     */
    record State(
            String plan,
            Map<String, Long> amounts,
            @Nullable BigDecimal price,
            boolean trial) {}

    PlanChangeModel(long epoch, Map<String, Plan> plans) {
        this.epoch = epoch;
        this.plans = Map.copyOf(plans);
    }

    /** What is in force from a second on, without a change of plan. */
    void set(int second, State state) {
        states.put(second, state);
    }

    void change(int second, Kind kind, State state) {
        states.put(second, state);
        changes.put(second, kind);
    }

    /** Whether something changed at the very second: the model has one state for each. */
    boolean isSetAt(int second) {
        return states.containsKey(second);
    }

    State at(int second) {
        return states.floorEntry(second).getValue();
    }

    private Plan plan(int second) {
        return Objects.requireNonNull(plans.get(at(second).plan()));
    }

    /** Every quota in force at a second, by counter, with the overrides. */
    Map<String, Quota> quotas(int second) {
        Map<String, Quota> found = new LinkedHashMap<>();
        plan(second).byCounter().forEach((counter, quota) -> {
            long amount = at(second).amounts().getOrDefault(counter, quota.amount());
            found.put(
                    counter,
                    new Quota(counter, quota.per(), quota.ofCustomer(), amount, quota.rollover(), quota.cap()));
        });
        return found;
    }

    private long amountAt(String counter, int second) {
        Quota quota = quotas(second).get(counter);
        return quota == null ? 0 : quota.amount();
    }

    private BigDecimal priceAt(int second) {
        BigDecimal own = at(second).price();
        return own == null ? plan(second).price() : own;
    }

    /** The second that periods are counted from: the latest fresh start. */
    int anchor(int second) {
        int anchor = 0;
        for (Map.Entry<Integer, Kind> change : changes.headMap(second, true).entrySet()) {
            anchor = change.getValue() == Kind.FRESH ? change.getKey() : anchor;
        }
        return anchor;
    }

    /** The first second of the period of a quota. */
    int start(Quota quota, int second) {
        if (quota.ofCustomer()) {
            return second - (int) Math.floorMod(epoch + second, (long) quota.per());
        }
        int anchor = anchor(second);
        return anchor + Math.floorDiv(second - anchor, quota.per()) * quota.per();
    }

    /** The amount of a period as it is at a second in it. */
    long amount(Quota quota, int start, int second) {
        return amount(quota, start, second, second);
    }

    /**
     * The amount that a period had at a second in it: seconds are dealt out to the parts one at a time.
     *
     * @param known the second up to which overrides are known: they count for the whole time of their plan
     */
    private long amount(Quota quota, int start, int second, int known) {
        if (!isProrated(start, second)) {
            return amountAt(quota.counter(), judged(second, known));
        }
        long sum = 0;
        for (Part part : parts(start, start + quota.per(), second)) {
            sum += amountAt(quota.counter(), judged(part.last, known)) * part.seconds / quota.per();
        }
        return sum;
    }

    /** The last second of the plan that is in force at a second. */
    private int judged(int second, int known) {
        Integer next = changes.higherKey(second);
        return next == null || next > known ? known : next - 1;
    }

    private boolean isProrated(int start, int second) {
        return changes.subMap(start, false, second, true).containsValue(Kind.PRORATE);
    }

    /** The seconds of one part, and the last one that has been reached. */
    private static final class Part {
        int seconds;
        int last;
    }

    private List<Part> parts(int start, int end, int second) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part());
        for (int each = start; each < end; each++) {
            if (each > start && each <= second && changes.containsKey(each)) {
                parts.add(new Part());
            }
            Part part = parts.get(parts.size() - 1);
            part.seconds++;
            part.last = Math.min(each, second);
        }
        return parts;
    }

    /** The end of the billing period that a second lies in: cut by a fresh start. A trial is one period. */
    int billingEnd(int second) {
        int natural = at(second).trial() ? Integer.MAX_VALUE : billingStart(second) + BILLING;
        for (Map.Entry<Integer, Kind> change : changes.tailMap(second, false).entrySet()) {
            if (change.getValue() == Kind.FRESH && change.getKey() < natural) {
                return change.getKey();
            }
        }
        return natural;
    }

    int billingStart(int second) {
        int anchor = anchor(second);
        return at(second).trial() ? anchor : anchor + Math.floorDiv(second - anchor, BILLING) * BILLING;
    }

    /** The price of the billing period: each part rounded to cents. */
    BigDecimal base(int second) {
        int last = billingEnd(second) - 1;
        int start = billingStart(second);
        if (at(last).trial()) {
            return BigDecimal.ZERO;
        }
        if (!isProrated(start, last)) {
            return priceAt(last);
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Part part : parts(start, start + BILLING, last)) {
            BigDecimal exact = priceAt(part.last).multiply(BigDecimal.valueOf(part.seconds));
            sum = sum.add(exact.divide(BigDecimal.valueOf(BILLING), 2, RoundingMode.HALF_EVEN));
        }
        return sum;
    }

    /** The last second of a period that begins at a second: a fresh start cuts it. */
    int last(int start, int per) {
        for (Map.Entry<Integer, Kind> change : changes.tailMap(start, false).entrySet()) {
            if (change.getValue() == Kind.FRESH && change.getKey() < start + per) {
                return change.getKey() - 1;
            }
        }
        return start + per - 1;
    }

    /** Units beyond what is included, in the periods that end in the billing period of a second; a unit costs one cent. */
    BigDecimal overage(int second, Map<String, Map<Integer, Long>> used) {
        int from = billingStart(second);
        int to = billingEnd(second);
        long units = 0;
        for (Map.Entry<String, Map<Integer, Long>> counter : used.entrySet()) {
            for (Map.Entry<Integer, Long> period : counter.getValue().entrySet()) {
                units += overage(counter.getKey(), period.getKey(), period.getValue(), new int[] {from, to}, used);
            }
        }
        return BigDecimal.valueOf(units, 2);
    }

    private long overage(String counter, int start, long units, int[] billing, Map<String, Map<Integer, Long>> used) {
        int per = PlanChangeHistory.per(counter);
        int last = last(start, per);
        Quota quota = quotas(last).get(counter);
        boolean isBilled = last + 1 > billing[0] && last + 1 <= billing[1];
        if (!isBilled || quota == null || at(last).trial()) {
            return 0;
        }
        long before = used.getOrDefault(counter, new HashMap<>()).getOrDefault(start - per, 0L);
        long free = amount(quota, start, last) + carried(quota, start, last, before);
        return Math.min(quota.cap(), Math.max(0, units - free));
    }

    /** What is carried into a period as it is at a second in it; nothing into the first. */
    long carried(Quota quota, int start, int second, long usedBefore) {
        if (quota.rollover() == 0 || start <= anchor(start)) {
            return 0;
        }
        long left = amount(quota, start - quota.per(), start - 1, second) - usedBefore;
        return Math.min(quota.rollover(), Math.max(0, left));
    }
}
