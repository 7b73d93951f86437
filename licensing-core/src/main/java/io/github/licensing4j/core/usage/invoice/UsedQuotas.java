package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Money;
import io.github.licensing4j.Quantity;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the usage of quotas in periods that share one invoice. Periods on the same terms are one line, rounded once.
 */
final class UsedQuotas {
    private static final Comparator<Group> ORDER = Comparator.comparing((Group group) -> group.limit.name())
            .thenComparing(group -> group.limit.toString())
            .thenComparing(Group::trial);

    private final InvoiceLines invoiceLines;
    private final ToIntFunction<String> scales;
    private final List<Period> periods = new ArrayList<>();

    /**
     * The units of one counter in a part of its period.
     *
     * @param carried units carried into its period, in addition to the amount
     */
    record Units(CounterIncrement counter, CounterPart part, long carried) {
        private long free(QuotaLimit limit) {
            return limit.amount() + carried;
        }

        /**
         * Returns the units beyond the amount. Units of other counters are billed by the terms of those.
         *
         * @param billed the units of it that are already billed
         */
        private long over(QuotaLimit limit, long billed) {
            return part.beyond(free(limit) + billed);
        }

        private long included(QuotaLimit limit) {
            return Math.max(0, included(limit, part.total()) - included(limit, part.previous()));
        }

        private long included(QuotaLimit limit, long total) {
            return Math.max(0, Math.min(total, free(limit)));
        }

        /** Returns whether another counter of the limit ended within an interval, and within the period of this one. */
        private boolean hasOther(Units other, Instant after) {
            CounterId id = counter.counter();
            String per = other.counter.counter().per();
            return !per.equals(id.per())
                    && other.counter
                            .counter()
                            .equals(new CounterId(id.limit(), id.meter(), id.kind(), per, id.scope(), id.subject()))
                    && other.part.end().isAfter(after)
                    && other.part.end().isBefore(part.end());
        }

        private boolean isSamePeriod(Units other) {
            return other.counter.counter().equals(counter.counter())
                    && other.counter.window().equals(counter.window());
        }
    }

    /**
     * A part of a quota period.
     *
     * @param shown whether it is on this invoice
     */
    private record Period(Group group, Units units, boolean shown) {}

    /**
     * The billed units of a part of a counter.
     *
     * @param all units of the counter that are billed at the end of the part, by any terms
     */
    private record Billed(long over, long all) {}

    /** The terms that share one line. */
    private record Group(QuotaLimit limit, boolean trial) {}

    /**
     * The usage in some quota periods.
     *
     * @param used all units; below 0 if corrections subtracted more
     * @param carried units carried into them, in addition to the amount
     * @param included units within the amount and the carried units
     * @param overage units beyond that, up to the cap
     * @param beyond units beyond the cap
     */
    private record Use(int periods, long used, long carried, long included, long overage, long beyond) {
        static Use of(QuotaLimit limit, Units units, long over, long overBefore) {
            long cap = limit.overage() == null ? 0 : limit.overage().cap();
            long overage = Math.min(over, Math.max(0, cap - overBefore));
            boolean isFirst = units.part.isFirst();
            return new Use(
                    isFirst ? 1 : 0,
                    units.part.used(),
                    isFirst ? units.carried : 0,
                    units.included(limit),
                    overage,
                    over - overage);
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

    UsedQuotas(InvoiceLines invoiceLines, ToIntFunction<String> scales) {
        this.invoiceLines = invoiceLines;
        this.scales = scales;
    }

    /**
     * Returns the units of a part of one period beyond the amount and the carried units, up to the cap.
     *
     * @param before the same for the earlier parts
     */
    static long overage(QuotaLimit limit, Units units, long before) {
        return Use.of(limit, units, units.over(limit, before), before).overage;
    }

    /** Returns the limits for which a counter replaced another one. */
    static Set<String> started(List<CounterIncrement> counters) {
        return counters.stream()
                .filter(counter -> !counter.starts().isEmpty())
                .map(counter -> counter.counter().limit())
                .collect(Collectors.toSet());
    }

    /** Adds a part of a quota period. A line is written if it ends in the period of the invoice. */
    void add(QuotaLimit limit, boolean isTrial, Units units, BillingPeriod invoice) {
        periods.add(new Period(new Group(limit, isTrial), units, invoice.hasEnd(units.part.end())));
    }

    /** Writes the lines of all added periods. */
    void write() {
        Map<Group, Use> uses = new TreeMap<>(ORDER);
        Map<Units, Billed> billed = new LinkedHashMap<>();
        periods.sort(Comparator.comparing(period -> period.units.part.end()));
        for (Period period : periods) {
            QuotaLimit limit = period.group.limit;
            Units units = period.units;
            long before = before(units, billed);
            long over = units.over(limit, before);
            if (period.shown) {
                long overBefore = sum(billed, units::isSamePeriod);
                uses.merge(period.group, Use.of(limit, units, over, overBefore), Use::plus);
            }
            billed.put(units, new Billed(over, before + over));
        }
        uses.forEach(this::write);
    }

    /**
     * Returns the units of a counter that are billed before a part of it: its own earlier units, and those of other
     * counters since.
     */
    private static long before(Units units, Map<Units, Billed> billed) {
        Instant after = Instant.ofEpochMilli(units.counter.window().startMillis());
        long all = 0;
        for (Map.Entry<Units, Billed> one : billed.entrySet()) {
            if (units.isSamePeriod(one.getKey())) {
                after = one.getKey().part.end();
                all = one.getValue().all;
            }
        }
        Instant since = after;
        return all + Math.min(units.part.others(), sum(billed, other -> units.hasOther(other, since)));
    }

    private static long sum(Map<Units, Billed> billed, Predicate<Units> which) {
        return billed.entrySet().stream()
                .filter(before -> which.test(before.getKey()))
                .mapToLong(before -> before.getValue().over)
                .sum();
    }

    private void write(Group group, Use use) {
        QuotaLimit limit = group.limit;
        String name = limit.name() + ": ";
        String many = use.periods <= 1 ? "" : ", " + use.periods + " periods";
        String carried = use.carried == 0 ? "" : ", and " + shown(limit.meter(), use.carried) + " carried into it";
        invoiceLines.shown(
                Kind.INCLUDED,
                name + shown(limit.meter(), limit.amount()) + " included per " + limit.per() + many + carried,
                units(limit.meter(), use.included));
        if (use.overage > 0) {
            writeOverage(group, use.overage, name + "beyond the included " + limit.meter() + many);
        }
        Money price = price(group);
        invoiceLines.counted(
                limit,
                new InvoiceLines.Counted(use.used, use.carried),
                price,
                price == null
                        ? BigDecimal.ZERO
                        : units(limit.meter(), use.overage).multiply(price.amount()));
        if (use.beyond > 0) {
            invoiceLines.note("Limit '" + limit.name() + "' was overrun by " + shown(limit.meter(), use.beyond)
                    + " beyond what it allows; nothing is billed for them.");
        }
    }

    private void writeOverage(Group group, long overage, String description) {
        BigDecimal quantity = units(group.limit.meter(), overage);
        Money price = price(group);
        if (price == null) {
            invoiceLines.shown(Kind.OVERAGE, description + (group.trial ? ", on trial" : ", free"), quantity);
            return;
        }
        BigDecimal exact = quantity.multiply(price.amount());
        invoiceLines.billed(
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
        return Quantity.decimal(units, meter == null ? 0 : scales.applyAsInt(meter));
    }
}
