package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
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
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Adds included and exceeding units of each quota, for every quota period that ends in the billing period. An edit that
 * changes the meter, period or scope of a limit ends its period, which is billed on the terms before the edit.
 */
final class QuotaLines {
    private final History history;
    private final List<Instant> freshStarts;
    private final BillingPeriod period;
    private final InvoiceLines invoiceLines;
    private final UsedQuotas quotas;
    private final CounterParts parts;
    private final Map<Counted, Long> used = new HashMap<>();

    /** One counter in one window. */
    private record Counted(CounterId counter, QuotaWindow window) {}

    QuotaLines(History history, BillingPeriod period, InvoiceLines invoiceLines, ToIntFunction<String> scales) {
        this.history = history;
        this.freshStarts = history.freshStarts();
        this.period = period;
        this.invoiceLines = invoiceLines;
        this.parts = new CounterParts(List.of(history));
        this.quotas = new UsedQuotas(invoiceLines, scales);
    }

    void add(List<CounterIncrement> counters) {
        counters.forEach(counter -> used.put(new Counted(counter.counter(), counter.window()), counter.units()));
        Set<String> edited = UsedQuotas.started(counters);
        for (CounterIncrement counter : counters) {
            if (counter.counter().kind() == Limit.Kind.QUOTA) {
                parts.of(counter, end(freshStarts, counter.window())).stream()
                        .filter(part -> period.hasEnd(part.end())
                                || (edited.contains(counter.counter().limit()) && history.isKnown(part.end())))
                        .forEach(part -> take(counter, part));
            }
        }
        quotas.write();
    }

    private void take(CounterIncrement counter, CounterPart part) {
        CounterId id = counter.counter();
        Instant last = part.end().minusMillis(1);
        LicenseQuotas terms = history.quotas(last);
        Optional<QuotaLimit> limit = terms.quota(id);
        if (limit.isPresent()) {
            Carry carry = terms.carry(limit.get(), history.licensee(terms.license(), last), counter.window());
            Units units = new Units(counter, part, carried(id, carry));
            quotas.add(limit.get(), history.isTrial(last), units, period);
        } else if (part.used() != 0 && period.hasEnd(part.end())) {
            invoiceLines.note("Limit '" + id.limit() + "' has counted " + quotas.shown(id.meter(), part.used())
                    + " in the period that ended at " + part.end() + ", and plan "
                    + history.at(last).plan() + " has no such limit; nothing is billed for them.");
        }
    }

    private long carried(CounterId counter, @Nullable Carry carry) {
        return carry == null ? 0 : carry.units(used.getOrDefault(new Counted(counter, carry.from()), 0L));
    }

    /** Returns the end of a quota period without edits: a fresh start ends the previous period. */
    static Instant end(List<Instant> freshStarts, QuotaWindow window) {
        Instant start = Instant.ofEpochMilli(window.startMillis());
        Instant end = Instant.ofEpochMilli(window.endMillis());
        return freshStarts.stream()
                .filter(cut -> cut.isAfter(start) && cut.isBefore(end))
                .findFirst()
                .orElse(end);
    }
}
