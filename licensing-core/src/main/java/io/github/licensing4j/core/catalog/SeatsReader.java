package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SeatsLimit.Assignment;
import io.github.licensing4j.SeatsLimit.Churn;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.core.catalog.Node.Mapping;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a limit of seats. */
final class SeatsReader {
    static final int MAX = 1_000_000;

    private static final Set<String> KEYS = Set.of("of", "max", "assign", "lease", "cool-down", "churn");
    private static final Map<String, Holder> HOLDERS = Map.of("user", Holder.USER, "device", Holder.DEVICE);
    private static final Map<String, Assignment> ASSIGNMENTS =
            Map.of("floating", Assignment.FLOATING, "first-use", Assignment.FIRST_USE, "admin", Assignment.ADMIN);

    private final Diagnostics diagnostics;

    SeatsReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Nullable
    Limit read(String name, String what, Mapping limit) {
        Fields fields = new Fields(limit, what, LimitReader.withShared(KEYS), diagnostics);
        Holder of = fields.choice("of", HOLDERS);
        Long max = fields.integer("max", 1, MAX);
        Assignment assign = fields.has("assign") ? fields.choice("assign", ASSIGNMENTS) : Assignment.FLOATING;
        if (of == null || max == null || assign == null) {
            return null;
        }
        boolean isFloating = assign == Assignment.FLOATING;
        if (!isFloating && fields.has("lease")) {
            fields.wrong(fields.at("lease"), "'lease'", "expected only for floating seats; others have no end");
            return null;
        }
        ContractPeriod lease = isFloating ? period("lease", fields) : null;
        ContractPeriod coolDown = fields.has("cool-down") ? period("cool-down", fields) : null;
        Churn churn = churn(fields, what, max);
        boolean isWhole = isFloating == (lease != null)
                && fields.has("cool-down") == (coolDown != null)
                && fields.has("churn") == (churn != null);
        return isWhole ? new SeatsLimit(name, of, max.intValue(), assign, lease, coolDown, churn) : null;
    }

    private static @Nullable ContractPeriod period(String key, Fields fields) {
        return fields.parsed(key, "a period, such as P30D", ContractPeriod::parse);
    }

    /** @param seats the seats at once, which the bound must allow */
    private @Nullable Churn churn(Fields fields, String what, long seats) {
        Mapping map = fields.mapping("churn");
        if (map == null) {
            return null;
        }
        Fields churn = new Fields(map, "the churn of " + what, Set.of("max", "per"), diagnostics);
        Long max = churn.integer("max", seats, MAX);
        ContractPeriod per = period("per", churn);
        return max == null || per == null ? null : new Churn(max.intValue(), per);
    }
}
