package io.github.licensing4j.spring;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.servlet.LicensingFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reports the health of engine and filter. Degraded still counts as up, for calls are decided and a restart would not
 * help; the details name the fault.
 */
final class HealthReport {
    private final LicensingInfo info;
    private final LicensingFilter filter;

    HealthReport(LicensingInfo info, LicensingFilter filter) {
        this.info = info;
        this.filter = filter;
    }

    Health health() {
        List<Health.Component> components = new ArrayList<>(info.health().components());
        components.add(filter.health());
        return new Health(components);
    }

    static Map<String, Object> details(Health health) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", health.status().name().toLowerCase(Locale.ROOT));
        for (Health.Component component : health.components()) {
            String line = component.status() + ": " + component.detail();
            details.merge(component.name(), line, (first, second) -> first + "; " + second);
        }
        return details;
    }
}
