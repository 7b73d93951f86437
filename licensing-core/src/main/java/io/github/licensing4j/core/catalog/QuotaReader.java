package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.core.catalog.Node.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a quota. */
final class QuotaReader {
    private static final int MAX_PERCENT = 1000;

    private final Set<String> meters;
    private final Problems problems;

    QuotaReader(Set<String> meters, Problems problems) {
        this.meters = meters;
        this.problems = problems;
    }

    @Nullable
    Limit read(String name, String what, Mapping limit) {
        Fields fields = new Fields(
                limit, what, LimitReader.withShared(Set.of("meter", "amount", "per", "warn-at", "overage")), problems);
        String meter = LimitReader.meter(fields, meters, problems);
        Long amount = fields.integer("amount", 0, Fields.MAX_INTEGER);
        ContractPeriod per = fields.parsed("per", "a period, such as P1M", ContractPeriod::parse);
        List<Integer> warnAt = warnAt(fields, what);
        Overage overage = overage(fields, what);
        return meter == null || amount == null || per == null
                ? null
                : new QuotaLimit(name, meter, amount, per, warnAt, overage);
    }

    private List<Integer> warnAt(Fields fields, String what) {
        List<Integer> percents = new ArrayList<>();
        for (Node item : fields.list("warn-at")) {
            Long percent = fields.integer(item, "warn-at", 1, MAX_PERCENT);
            if (percent == null) {
                continue;
            }
            if (!percents.isEmpty() && percents.get(percents.size() - 1) >= percent) {
                problems.add(item.at(), "'warn-at' of " + what + " has " + percent + ", expected rising percentages");
            }
            percents.add(percent.intValue());
        }
        return percents;
    }

    private @Nullable Overage overage(Fields fields, String what) {
        Mapping map = fields.mapping("overage");
        if (map == null) {
            return null;
        }
        Fields overage = new Fields(map, "the overage of " + what, Set.of("cap", "unit-price"), problems);
        Long cap = overage.integer("cap", 0, Fields.MAX_INTEGER);
        Money price = overage.has("unit-price")
                ? overage.parsed("unit-price", "an amount and a currency, such as 0.0004 USD", Texts::money)
                : null;
        return cap == null ? null : new Overage(cap, price);
    }
}
