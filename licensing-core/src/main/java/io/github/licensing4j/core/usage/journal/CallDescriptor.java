package io.github.licensing4j.core.usage.journal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The meters and counters of a kind of calls: created once per endpoint and terms and cached, since it stores its
 * number in the current segment. Two are equal if their contents are. Belongs to one journal; safe for use by many
 * threads.
 */
public final class CallDescriptor extends Definition {
    private static final int MAX = Short.MAX_VALUE;

    private final String endpoint;
    private final String feature;
    private final List<String> meters;
    private final List<CounterTemplate> counters;
    private final List<CounterTemplate> credits;

    /**
     * @param endpoint method and pattern; empty if unknown
     * @param feature the required features, joined by commas; may be empty
     * @param meters the meters of a call, in the order of a call's units
     * @param counters the counters with a period, in the order of a call's windows and units
     * @param credits the counters whose grants a call may consume
     * @throws IllegalArgumentException if one list has more than 32,767 members
     */
    public CallDescriptor(
            String endpoint,
            String feature,
            List<String> meters,
            List<CounterTemplate> counters,
            List<CounterTemplate> credits) {
        this.endpoint = endpoint;
        this.feature = feature;
        this.meters = List.copyOf(meters);
        this.counters = List.copyOf(counters);
        this.credits = List.copyOf(credits);
        int most = Math.max(meters.size(), Math.max(counters.size(), credits.size()));
        if (most > MAX) {
            throw new IllegalArgumentException("an endpoint has at most " + MAX + " meters or counters, got " + most);
        }
    }

    public String endpoint() {
        return endpoint;
    }

    public String feature() {
        return feature;
    }

    public List<String> meters() {
        return meters;
    }

    public List<CounterTemplate> counters() {
        return counters;
    }

    public List<CounterTemplate> credits() {
        return credits;
    }

    @Override
    byte type() {
        return Format.DESCRIPTOR;
    }

    @Override
    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(endpoint);
        out.writeUTF(feature);
        DefinitionStrings.writeAll(out, meters);
        writeAll(out, counters);
        writeAll(out, credits);
    }

    static CallDescriptor readFrom(DataInputStream in) throws IOException {
        return new CallDescriptor(in.readUTF(), in.readUTF(), DefinitionStrings.readAll(in), readAll(in), readAll(in));
    }

    private static void writeAll(DataOutputStream out, List<CounterTemplate> templates) throws IOException {
        out.writeShort(templates.size());
        for (CounterTemplate template : templates) {
            template.writeTo(out);
        }
    }

    private static List<CounterTemplate> readAll(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        List<CounterTemplate> templates = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            templates.add(CounterTemplate.readFrom(in));
        }
        return templates;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallDescriptor that
                && endpoint.equals(that.endpoint)
                && feature.equals(that.feature)
                && meters.equals(that.meters)
                && counters.equals(that.counters)
                && credits.equals(that.credits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint, feature, meters, counters, credits);
    }

    @Override
    public String toString() {
        return endpoint + " " + meters;
    }
}
