package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.QuotaLimit.Rollover;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.catalog.Node.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a quota. */
final class QuotaReader {
    private static final int MAX_PERCENT = 1000;
    private static final Set<String> KEYS = Set.of("meter", "amount", "per", "warn-at", "overage", "rollover", "of");
    private static final Map<String, Scope> SCOPES = new TreeMap<>();

    static {
        for (Scope scope : Scope.values()) {
            SCOPES.put(scope.name().toLowerCase(Locale.ROOT), scope);
        }
    }

    private final Map<String, Meter> meters;
    private final Diagnostics diagnostics;

    QuotaReader(Map<String, Meter> meters, Diagnostics diagnostics) {
        this.meters = meters;
        this.diagnostics = diagnostics;
    }

    @Nullable
    Limit read(String name, String what, Mapping limit) {
        Fields fields = new Fields(limit, what, LimitReader.withShared(KEYS), diagnostics);
        Meter meter = LimitReader.meter(fields, meters, diagnostics);
        Meter counted = LimitReader.amounts(meter);
        Long amount = fields.amount("amount", 0, counted);
        ContractPeriod per = fields.parsed("per", "a period, such as P1M", ContractPeriod::parse);
        List<Integer> warnAt = warnAt(fields, what);
        Overage overage = overage(fields, what, counted);
        Rollover rollover = rollover(fields, what, counted);
        Scope of = fields.has("of") ? fields.choice("of", SCOPES) : Scope.LICENSE;
        return meter == null || amount == null || per == null || of == null
                ? null
                : new QuotaLimit(name, meter.name(), amount, per, warnAt, overage, rollover, of);
    }

    private List<Integer> warnAt(Fields fields, String what) {
        List<Integer> percents = new ArrayList<>();
        for (Node item : fields.list("warn-at")) {
            Long percent = fields.number(item, "warn-at", PlainNumber.integer(1, MAX_PERCENT));
            if (percent == null) {
                continue;
            }
            if (!percents.isEmpty() && percents.get(percents.size() - 1) >= percent) {
                diagnostics.add(
                        item.at(), "'warn-at' of " + what + " has " + percent + ", expected rising percentages");
            }
            percents.add(percent.intValue());
        }
        return percents;
    }

    private @Nullable Overage overage(Fields fields, String what, Meter meter) {
        Mapping map = fields.mapping("overage");
        if (map == null) {
            return null;
        }
        Fields overage = new Fields(map, "the overage of " + what, Set.of("cap", "unit-price"), diagnostics);
        Long cap = overage.amount("cap", 0, meter);
        Money price = overage.has("unit-price")
                ? overage.parsed(
                        "unit-price", "an amount and a currency, such as 0.0004 USD", CatalogScalars::unitPrice)
                : null;
        return cap == null ? null : new Overage(cap, price);
    }

    private @Nullable Rollover rollover(Fields fields, String what, Meter meter) {
        Mapping map = fields.mapping("rollover");
        if (map == null) {
            return null;
        }
        Long max = new Fields(map, "the rollover of " + what, Set.of("max"), diagnostics).amount("max", 0, meter);
        return max == null ? null : new Rollover(max);
    }
}
