package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.limit.QuotaTerms;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What of each quota was included and what was beyond, for every quota period that ends in the billing period. Quota periods
 * on the same terms are one line, rounded once.
 */
final class QuotaLines {
    private static final Comparator<Group> ORDER = Comparator.comparing((Group group) -> group.limit.name())
            .thenComparing(group -> group.limit.toString())
            .thenComparing(Group::trial);

    private final History history;
    private final List<Instant> freshStarts;
    private final BillingPeriod period;
    private final Sheet sheet;
    private final ToIntFunction<String> scales;
    private final Map<Group, Use> uses = new TreeMap<>(ORDER);
    private final Map<Counted, Long> used = new HashMap<>();

    /** Quota periods on the same terms. */
    private record Group(QuotaLimit limit, boolean trial) {}

    /**
     * What was used in some quota periods.
     *
     * @param carried into them, on top of the amount
     * @param included within the amount and what was carried
     * @param overage beyond that, up to the cap
     * @param beyond that too
     */
    private record Use(int periods, long carried, long included, long overage, long beyond) {
        static Use of(QuotaLimit limit, long used, long carried) {
            long cap = limit.overage() == null ? 0 : limit.overage().cap();
            long free = limit.amount() + carried;
            long over = Math.max(0, used - free);
            return new Use(1, carried, Math.max(0, Math.min(used, free)), Math.min(over, cap), Math.max(0, over - cap));
        }

        Use plus(Use other) {
            return new Use(
                    periods + other.periods,
                    Math.addExact(carried, other.carried),
                    Math.addExact(included, other.included),
                    Math.addExact(overage, other.overage),
                    Math.addExact(beyond, other.beyond));
        }
    }

    /** One counter in one window. */
    private record Counted(CounterId counter, QuotaWindow window) {}

    QuotaLines(History history, BillingPeriod period, Sheet sheet, ToIntFunction<String> scales) {
        this.history = history;
        this.freshStarts = history.freshStarts();
        this.period = period;
        this.sheet = sheet;
        this.scales = scales;
    }

    void add(List<CounterIncrement> counters) {
        counters.forEach(counter -> used.put(new Counted(counter.counter(), counter.window()), counter.units()));
        for (CounterIncrement counter : counters) {
            if (counter.counter().kind() == Limit.Kind.QUOTA) {
                take(counter);
            }
        }
        uses.forEach(this::write);
    }

    private void take(CounterIncrement counter) {
        Instant end = end(counter.window());
        if (!period.hasEnd(end)) {
            return;
        }
        CounterId id = counter.counter();
        if (id.scope() == CounterId.Scope.CUSTOMER) {
            sheet.note("Limit '" + id.limit() + "' is shared by the licenses of the customer and is not billed here.");
            return;
        }
        Instant last = end.minusMillis(1);
        QuotaTerms terms = history.quotas(last);
        Optional<QuotaLimit> limit = terms.quota(id);
        if (limit.isPresent()) {
            Group group = new Group(limit.get(), history.isTrial(last));
            Carry carry = terms.carry(limit.get(), history.licensee(terms.license(), last), counter.window());
            long carried = carried(id, carry);
            uses.merge(group, Use.of(limit.get(), counter.units(), carried), Use::plus);
        } else if (counter.units() != 0) {
            sheet.note("Limit '" + id.limit() + "' has counted " + shown(id.meter(), counter.units())
                    + " in the period that ended at " + end + ", and plan "
                    + history.at(last).plan() + " has no such limit; nothing is billed for them.");
        }
    }

    private long carried(CounterId counter, @Nullable Carry carry) {
        return carry == null ? 0 : carry.units(used.getOrDefault(new Counted(counter, carry.from()), 0L));
    }

    /** Where counting started anew, the period before ended there. */
    private Instant end(QuotaWindow window) {
        Instant start = Instant.ofEpochMilli(window.startMillis());
        Instant end = Instant.ofEpochMilli(window.endMillis());
        return freshStarts.stream()
                .filter(cut -> cut.isAfter(start) && cut.isBefore(end))
                .findFirst()
                .orElse(end);
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
        if (use.beyond > 0) {
            sheet.note("Limit '" + limit.name() + "' was overrun by " + shown(limit.meter(), use.beyond)
                    + " beyond what it allows; nothing is billed for them.");
        }
    }

    private void writeOverage(Group group, long overage, String description) {
        BigDecimal quantity = units(group.limit.meter(), overage);
        Overage terms = group.limit.overage();
        Money price = terms == null || group.trial ? null : terms.unitPrice();
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

    private String shown(@Nullable String meter, long units) {
        return units(meter, units).toPlainString() + " " + (meter == null ? "calls" : meter);
    }

    private BigDecimal units(@Nullable String meter, long units) {
        return Quantity.of(units, meter == null ? 0 : scales.applyAsInt(meter));
    }
}
