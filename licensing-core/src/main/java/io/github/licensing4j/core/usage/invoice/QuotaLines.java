package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
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
    private final BillingPeriod period;
    private final Sheet sheet;
    private final ToIntFunction<String> scales;
    private final Map<Group, Use> uses = new TreeMap<>(ORDER);

    /** Quota periods on the same terms. */
    private record Group(QuotaLimit limit, boolean trial) {}

    /** What was used in some quota periods: within the amount, beyond it up to the cap, and beyond that. */
    private record Use(int periods, long included, long overage, long beyond) {
        static Use of(QuotaLimit limit, long used) {
            long cap = limit.overage() == null ? 0 : limit.overage().cap();
            long over = Math.max(0, used - limit.amount());
            return new Use(
                    1, Math.max(0, Math.min(used, limit.amount())), Math.min(over, cap), Math.max(0, over - cap));
        }

        Use plus(Use other) {
            return new Use(
                    periods + other.periods,
                    Math.addExact(included, other.included),
                    Math.addExact(overage, other.overage),
                    Math.addExact(beyond, other.beyond));
        }
    }

    QuotaLines(History history, BillingPeriod period, Sheet sheet, ToIntFunction<String> scales) {
        this.history = history;
        this.period = period;
        this.sheet = sheet;
        this.scales = scales;
    }

    void add(List<CounterIncrement> counters) {
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
        Optional<QuotaLimit> limit = limit(id, last);
        if (limit.isPresent()) {
            Group group = new Group(limit.get(), history.isTrial(last));
            uses.merge(group, Use.of(limit.get(), counter.units()), Use::plus);
        } else if (counter.units() != 0) {
            sheet.note("Limit '" + id.limit() + "' has counted " + shown(id.meter(), counter.units())
                    + " in the period that ended at " + end + ", and plan "
                    + history.at(last).terms() + " has no such limit; nothing is billed for them.");
        }
    }

    /** Where counting started anew, the period before ended there. */
    private Instant end(QuotaWindow window) {
        Instant start = Instant.ofEpochMilli(window.startMillis());
        Instant end = Instant.ofEpochMilli(window.endMillis());
        return history.freshStarts().stream()
                .filter(cut -> cut.isAfter(start) && cut.isBefore(end))
                .findFirst()
                .orElse(end);
    }

    private Optional<QuotaLimit> limit(CounterId id, Instant last) {
        Terms terms = history.terms(last);
        return history.limits(last).stream()
                .filter(QuotaLimit.class::isInstance)
                .map(QuotaLimit.class::cast)
                .filter(quota -> terms.counterName(quota).equals(id.limit())
                        && quota.meter().equals(id.meter())
                        && quota.per().toString().equals(id.per()))
                .findFirst();
    }

    private void write(Group group, Use use) {
        QuotaLimit limit = group.limit;
        String name = limit.name() + ": ";
        String many = use.periods == 1 ? "" : ", " + use.periods + " periods";
        sheet.shown(
                Kind.INCLUDED,
                name + shown(limit.meter(), limit.amount()) + " included per " + limit.per() + many,
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
