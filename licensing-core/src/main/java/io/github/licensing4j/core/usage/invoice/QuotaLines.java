package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.limit.QuotaTerms;
import io.github.licensing4j.core.usage.invoice.UsedQuotas.Units;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What of each quota was included and what was beyond, for every quota period that ends in the billing period. An edit that makes a
 * limit one of another meter, period or scope ends its period, which is billed on the terms before the edit.
 */
final class QuotaLines {
    private final History history;
    private final List<Instant> freshStarts;
    private final BillingPeriod period;
    private final Sheet sheet;
    private final UsedQuotas quotas;
    private final Map<Counted, Long> used = new HashMap<>();

    /** One counter in one window. */
    private record Counted(CounterId counter, QuotaWindow window) {}

    QuotaLines(History history, BillingPeriod period, Sheet sheet, ToIntFunction<String> scales) {
        this.history = history;
        this.freshStarts = history.freshStarts();
        this.period = period;
        this.sheet = sheet;
        this.quotas = new UsedQuotas(sheet, scales);
    }

    void add(List<CounterIncrement> counters) {
        counters.forEach(counter -> used.put(new Counted(counter.counter(), counter.window()), counter.units()));
        for (CounterIncrement counter : counters) {
            if (counter.counter().kind() == Limit.Kind.QUOTA) {
                take(counter);
            }
        }
        quotas.write();
    }

    private void take(CounterIncrement counter) {
        CounterId id = counter.counter();
        Instant end = end(history, freshStarts, counter);
        if (!period.hasEnd(end)) {
            return;
        }
        Instant last = end.minusMillis(1);
        QuotaTerms terms = history.quotas(last);
        Optional<QuotaLimit> limit = terms.quota(id);
        if (limit.isPresent()) {
            Carry carry = terms.carry(limit.get(), history.licensee(terms.license(), last), counter.window());
            Units units = new Units(counter, carried(id, carry), end);
            quotas.add(limit.get(), history.isTrial(last), units);
        } else if (counter.units() != 0) {
            sheet.note("Limit '" + id.limit() + "' has counted " + quotas.shown(id.meter(), counter.units())
                    + " in the period that ended at " + end + ", and plan "
                    + history.at(last).plan() + " has no such limit; nothing is billed for them.");
        }
    }

    private long carried(CounterId counter, @Nullable Carry carry) {
        return carry == null ? 0 : carry.units(used.getOrDefault(new Counted(counter, carry.from()), 0L));
    }

    /** When a quota period ended: where counting started anew, or where an edit made the limit another one, if that was before. */
    static Instant end(History history, List<Instant> freshStarts, CounterIncrement counter) {
        CounterId id = counter.counter();
        Instant whole = end(freshStarts, counter.window());
        return history.quotas(whole.minusMillis(1)).quota(id).isPresent()
                ? whole
                : history.edit(id, Instant.ofEpochMilli(counter.window().startMillis()), whole)
                        .orElse(whole);
    }

    private static Instant end(List<Instant> freshStarts, QuotaWindow window) {
        Instant start = Instant.ofEpochMilli(window.startMillis());
        Instant end = Instant.ofEpochMilli(window.endMillis());
        return freshStarts.stream()
                .filter(cut -> cut.isAfter(start) && cut.isBefore(end))
                .findFirst()
                .orElse(end);
    }
}
