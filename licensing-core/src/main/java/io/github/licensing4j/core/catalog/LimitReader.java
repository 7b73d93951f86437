package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.Meter;
import io.github.licensing4j.core.catalog.Node.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one limit with its inherited members, from a catalog or from a contract's overrides. */
final class LimitReader {
    private static final Meter ANY = new Meter("unknown", "", Meter.MAX_SCALE, null);
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        for (Kind kind : Kind.values()) {
            KINDS.put(kind.text(), kind);
        }
    }

    private final Map<String, Meter> meters;
    private final Diagnostics diagnostics;

    LimitReader(Map<String, Meter> meters, Diagnostics diagnostics) {
        this.meters = meters;
        this.diagnostics = diagnostics;
    }

    /** Returns the limit, or null if it is invalid; the problems are then recorded. */
    @Nullable
    Limit read(String name, Mapping limit) {
        String what = "limit '" + name + "'";
        Kind kind = new Fields(limit, what, limit.members().keySet(), diagnostics).choice("kind", KINDS);
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case RATE -> new RateReader(meters, diagnostics).read(name, what, limit);
            case QUOTA -> new QuotaReader(meters, diagnostics).read(name, what, limit);
            case CREDITS -> credits(name, fields(limit, what, Set.of("meter", "initial", "expires")));
            case CONCURRENCY -> concurrency(name, fields(limit, what, Set.of("max")));
            case SEATS -> new SeatsReader(diagnostics).read(name, what, limit);
        };
    }

    private Fields fields(Mapping limit, String what, Set<String> keys) {
        return new Fields(limit, what, withShared(keys), diagnostics);
    }

    /** Returns the keys of one kind of limit and those of all. */
    static Set<String> withShared(Set<String> keys) {
        Set<String> all = new TreeSet<>(keys);
        all.add("kind");
        all.add("was");
        all.addAll(ConditionReader.KEYS);
        return all;
    }

    private @Nullable Limit credits(String name, Fields fields) {
        Meter meter = meter(fields, meters, diagnostics);
        Long initial = fields.amount("initial", 0, amounts(meter));
        ContractPeriod expires =
                fields.has("expires") ? fields.parsed("expires", "a period, such as P1Y", ContractPeriod::parse) : null;
        return meter == null || initial == null ? null : new CreditsLimit(name, meter.name(), initial, expires);
    }

    private static @Nullable Limit concurrency(String name, Fields fields) {
        Long max = fields.integer("max", 1, 1_000_000);
        return max == null ? null : new ConcurrencyLimit(name, max.intValue());
    }

    /** Returns a required, known meter. */
    static @Nullable Meter meter(Fields fields, Map<String, Meter> meters, Diagnostics diagnostics) {
        String name = fields.text("meter", "the name of a meter");
        Meter meter = name == null ? null : meters.get(name);
        if (name != null && meter == null) {
            diagnostics.unknown(fields.at("meter"), "meter", name, meters.keySet());
        }
        return meter;
    }

    /**
     * Returns how amounts of a meter are read; those of an unknown one, which is already a problem, may have any
     * digits.
     */
    static Meter amounts(@Nullable Meter meter) {
        return meter == null ? ANY : meter;
    }
}
