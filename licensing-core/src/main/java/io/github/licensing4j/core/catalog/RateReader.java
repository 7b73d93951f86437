package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Meter;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.catalog.Node.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a rate: one band in short form, or several in a list. */
final class RateReader {
    private static final Set<String> BAND = Set.of("permits", "per", "burst");
    private static final int MAX_BANDS = 8;
    /** The meter of a rate without one: each call takes one permit. */
    private static final Meter CALLS = new Meter(Charge.CALLS, "call", 0, null);

    private final Map<String, Meter> meters;
    private final Diagnostics diagnostics;

    RateReader(Map<String, Meter> meters, Diagnostics diagnostics) {
        this.meters = meters;
        this.diagnostics = diagnostics;
    }

    @Nullable
    Limit read(String name, String what, Mapping limit) {
        Fields fields = new Fields(
                limit, what, LimitReader.withShared(Set.of("meter", "permits", "per", "burst", "bands")), diagnostics);
        Meter meter = fields.has("meter") ? LimitReader.meter(fields, meters, diagnostics) : null;
        Meter permits = fields.has("meter") ? LimitReader.amounts(meter) : CALLS;
        List<Band> bands = fields.has("bands") ? several(fields, what, permits) : single(fields, permits);
        return bands.isEmpty() ? null : new RateLimit(name, meter == null ? null : meter.name(), bands);
    }

    private List<Band> single(Fields fields, Meter meter) {
        Band band = band(fields, meter);
        return band == null ? List.of() : List.of(band);
    }

    private List<Band> several(Fields fields, String what, Meter meter) {
        for (String key : List.of("permits", "per", "burst")) {
            if (fields.has(key)) {
                diagnostics.add(fields.at(key), what + " has both '" + key + "' and 'bands', expected one of them");
            }
        }
        List<Node> items = fields.list("bands");
        if (items.isEmpty() || items.size() > MAX_BANDS) {
            diagnostics.add(fields.at("bands"), what + " needs 1 to " + MAX_BANDS + " bands, got " + items.size());
        }
        List<Band> bands = new ArrayList<>();
        for (Node item : items) {
            Band band = item instanceof Mapping map ? band(map, "a band of " + what, meter) : null;
            if (band != null) {
                bands.add(band);
            } else if (!(item instanceof Mapping)) {
                diagnostics.add(item.at(), "a band of " + what + " is " + item.shown() + ", expected a map");
            }
        }
        return bands;
    }

    /** Returns one band, or null if it is invalid. */
    @Nullable
    Band band(Mapping map, String what, Meter meter) {
        return band(new Fields(map, what, BAND, diagnostics), meter);
    }

    private @Nullable Band band(Fields fields, Meter meter) {
        Long permits = fields.amount("permits", 1, meter);
        Duration per = fields.parsed("per", "a duration, such as PT1S", CatalogScalars::duration);
        Long burst = fields.has("burst") ? fields.amount("burst", 1, meter) : permits;
        if (permits == null || per == null || burst == null) {
            return null;
        }
        if (permits > per.toNanos()) {
            diagnostics.add(fields.at("permits"), "'permits' are more than one a nanosecond of " + per);
            return null;
        }
        return new Band(permits, per, burst);
    }
}
