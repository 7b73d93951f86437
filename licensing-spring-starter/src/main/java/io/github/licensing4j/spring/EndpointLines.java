package io.github.licensing4j.spring;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.Requirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Renders endpoints for people. */
final class EndpointLines {
    private EndpointLines() {}

    /** Converts one endpoint to a map, for JSON and for a log line. */
    static Map<String, Object> of(EndpointReport.Entry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("method", entry.endpoint().method());
        line.put("path", entry.endpoint().pattern());
        line.put("handler", entry.endpoint().handler());
        Requirement requirement = entry.requirement();
        if (requirement == null) {
            line.put(
                    "exempt",
                    entry.endpoint().declared() instanceof Declaration.Exempt exempt ? exempt.reason() : "unannotated");
            return line;
        }
        line.put(
                "features",
                requirement.features().stream().map(EndpointLines::group).toList());
        line.put("scopes", List.copyOf(new TreeSet<>(requirement.scopes())));
        line.put("roles", List.copyOf(new TreeSet<>(requirement.roles())));
        line.put(
                "charges",
                requirement.charges().stream().map(EndpointLines::charge).toList());
        return line;
    }

    private static String group(Requirement.Features group) {
        return String.join(
                switch (group.match()) {
                    case ALL -> " and ";
                    case ANY -> " or ";
                },
                new TreeSet<>(group.names()));
    }

    private static Map<String, Object> charge(Charge charge) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("meter", charge.meter());
        line.put("units", charge.units());
        line.put("reserve", charge.reserve());
        line.put("chargeOn", charge.chargeOn());
        return line;
    }
}
