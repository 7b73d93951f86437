package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.spi.CounterIncrement;
import java.math.BigDecimal;
import java.util.Comparator;
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
    private final Map<Group, Use> uses = new TreeMap<>(ORDER);

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
        static Use of(QuotaLimit limit, CounterIncrement counter, long carried) {
            long used = counter.units();
            long cap = limit.overage() == null ? 0 : limit.overage().cap();
            long free = limit.amount() + carried;
            // What was used before the counter started was used under other terms.
            long over = Math.max(0, used - Math.max(free, counter.earlier()));
            return new Use(
                    1, used, carried, Math.max(0, Math.min(used, free)), Math.min(over, cap), Math.max(0, over - cap));
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

    /**
     * Adds one period.
     *
     * @param counter what it has counted
     * @param carried into it, on top of the amount
     */
    void add(QuotaLimit limit, boolean isTrial, CounterIncrement counter, long carried) {
        uses.merge(new Group(limit, isTrial), Use.of(limit, counter, carried), Use::plus);
    }

    /** Writes the lines of every period that was added. */
    void write() {
        uses.forEach(this::write);
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
