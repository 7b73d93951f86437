package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What was used of quotas in periods that have one invoice. Periods on the same terms are one line, rounded once. */
final class UsedQuotas {
    private static final Comparator<Group> ORDER = Comparator.comparing((Group group) -> group.limit.name())
            .thenComparing(group -> group.limit.toString())
            .thenComparing(Group::trial);

    private final Sheet sheet;
    private final ToIntFunction<String> scales;
    private final List<Period> periods = new ArrayList<>();

    /**
     * What one counter has counted.
     *
     * @param carried into its period, on top of the amount
     * @param end the first instant after what is billed of the period
     */
    record Units(CounterIncrement counter, long carried, Instant end) {
        private long free(QuotaLimit limit) {
            return limit.amount() + carried;
        }

        /**
         * What is beyond the amount. What was used before the counter started was used under other terms.
         *
         * @param billed units beyond the amounts of the counters before it
         */
        private long over(QuotaLimit limit, long billed) {
            long earlier = counter.earlier();
            return Math.max(0, counter.units() - Math.max(free(limit) + Math.min(billed, earlier), earlier));
        }

        /** Whether another counter of the same limit counted in a part of the period, up to an earlier end. */
        private boolean isAfter(Units other) {
            CounterId id = counter.counter();
            CounterId before = other.counter.counter();
            return other.end.isBefore(end)
                    && counter.window().startMillis() < other.end.toEpochMilli()
                    && before.equals(
                            new CounterId(id.limit(), id.meter(), id.kind(), before.per(), id.scope(), id.subject()));
        }
    }

    /** One quota period. */
    private record Period(Group group, Units units) {}

    /** Quota periods on the same terms. */
    private record Group(QuotaLimit limit, boolean trial) {}

    /**
     * What was used in some quota periods.
     *
     * @param used all of it; below 0 where corrections took away more
     * @param carried into them, on top of the amount
     * @param included within the amount and what was carried
     * @param overage beyond that, up to the cap
     * @param beyond that too
     */
    private record Use(int periods, long used, long carried, long included, long overage, long beyond) {
        static Use of(QuotaLimit limit, Units units, long over) {
            long cap = limit.overage() == null ? 0 : limit.overage().cap();
            long used = units.counter.units();
            long included = Math.max(0, Math.min(used, units.free(limit)));
            return new Use(1, used, units.carried, included, Math.min(over, cap), Math.max(0, over - cap));
        }

        Use plus(Use other) {
            return new Use(
                    periods + other.periods,
                    Math.addExact(used, other.used),
                    Math.addExact(carried, other.carried),
                    Math.addExact(included, other.included),
                    Math.addExact(overage, other.overage),
                    Math.addExact(beyond, other.beyond));
        }
    }

    UsedQuotas(Sheet sheet, ToIntFunction<String> scales) {
        this.sheet = sheet;
        this.scales = scales;
    }

    /** Units of one period beyond the amount and what was carried, up to the cap. */
    static long overage(QuotaLimit limit, Units units) {
        return Use.of(limit, units, units.over(limit, 0)).overage;
    }

    /** Adds one period. */
    void add(QuotaLimit limit, boolean isTrial, Units units) {
        periods.add(new Period(new Group(limit, isTrial), units));
    }

    /** Writes the lines of every period that was added. */
    void write() {
        Map<Group, Use> uses = new TreeMap<>(ORDER);
        Map<Units, Long> overs = new LinkedHashMap<>();
        periods.sort(Comparator.comparing(period -> period.units.end));
        for (Period period : periods) {
            QuotaLimit limit = period.group.limit;
            Units units = period.units;
            long over = units.over(limit, billedBefore(units, overs));
            overs.put(units, over);
            uses.merge(period.group, Use.of(limit, units, over), Use::plus);
        }
        uses.forEach(this::write);
    }

    private static long billedBefore(Units units, Map<Units, Long> overs) {
        return units.counter.earlier() == 0
                ? 0
                : overs.entrySet().stream()
                        .filter(before -> units.isAfter(before.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    private void write(Group group, Use use) {
        QuotaLimit limit = group.limit;
        String name = limit.name() + ": ";
        String many = use.periods == 1 ? "" : ", " + use.periods + " periods";
        String carried = use.carried == 0 ? "" : ", and " + shown(limit.meter(), use.carried) + " carried into it";
        sheet.shown(
                Kind.INCLUDED,
                name + shown(limit.meter(), limit.amount()) + " included per " + limit.per() + many + carried,
                units(limit.meter(), use.included));
        if (use.overage > 0) {
            writeOverage(group, use.overage, name + "beyond the included " + limit.meter() + many);
        }
        Money price = price(group);
        sheet.counted(
                limit,
                new Sheet.Counted(use.used, use.carried),
                price,
                price == null
                        ? BigDecimal.ZERO
                        : units(limit.meter(), use.overage).multiply(price.amount()));
        if (use.beyond > 0) {
            sheet.note("Limit '" + limit.name() + "' was overrun by " + shown(limit.meter(), use.beyond)
                    + " beyond what it allows; nothing is billed for them.");
        }
    }

    private void writeOverage(Group group, long overage, String description) {
        BigDecimal quantity = units(group.limit.meter(), overage);
        Money price = price(group);
        if (price == null) {
            sheet.shown(Kind.OVERAGE, description + (group.trial ? ", on trial" : ", free"), quantity);
            return;
        }
        BigDecimal exact = quantity.multiply(price.amount());
        sheet.billed(
                new Line(Kind.OVERAGE, description, quantity, price.amount(), exact),
                price,
                "the overage of limit '" + group.limit.name() + "'",
                exact);
    }

    private static @Nullable Money price(Group group) {
        Overage terms = group.limit.overage();
        return terms == null || group.trial ? null : terms.unitPrice();
    }

    String shown(@Nullable String meter, long units) {
        return units(meter, units).toPlainString() + " " + (meter == null ? "calls" : meter);
    }

    private BigDecimal units(@Nullable String meter, long units) {
        return Quantity.of(units, meter == null ? 0 : scales.applyAsInt(meter));
    }
}
