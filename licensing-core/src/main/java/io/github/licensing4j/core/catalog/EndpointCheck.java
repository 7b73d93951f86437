package io.github.licensing4j.core.catalog;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Charge;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.EndpointReport.Entry;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import io.github.licensing4j.UnknownNameException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks the endpoints of a host against one catalog. */
final class EndpointCheck {
    private final CatalogSummary catalog;
    private final EndpointRules rules;
    private final Unannotated unannotated;

    EndpointCheck(CatalogSummary catalog, EndpointRules rules, Unannotated unannotated) {
        this.catalog = catalog;
        this.rules = rules;
        this.unannotated = unannotated;
    }

    EndpointReport report(List<Endpoint> endpoints) {
        List<Entry> entries = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        Set<EndpointRule> idle = new LinkedHashSet<>(rules.all());
        for (Endpoint endpoint : endpoints) {
            refuseUnknownNames(endpoint);
            EndpointPattern pattern = EndpointPattern.of(endpoint);
            EndpointRule covering = CoveringRules.covering(pattern, rules.all());
            if (endpoint.declared() instanceof Declaration.None && covering == null) {
                silent.add(endpoint.method() + " " + endpoint.pattern() + " (" + endpoint.handler() + ")");
            }
            for (EndpointRule rule : rules.all()) {
                if (pattern.overlaps(rule)) {
                    idle.remove(rule);
                    warnIfExempt(endpoint, rule, warnings);
                }
            }
            entries.add(new Entry(endpoint, Catalog.joined(covering, endpoint.declared(), unannotated)));
        }
        refuseSilent(silent);
        idle.forEach(rule ->
                warnings.add("the rule '" + rule + "' of catalog '" + catalog.name() + "' matches no endpoint"));
        return new EndpointReport(entries, warnings);
    }

    private void refuseUnknownNames(Endpoint endpoint) {
        if (!(endpoint.declared() instanceof Declaration.Required required)) {
            return;
        }
        Requirement requirement = required.requirement();
        for (Features group : requirement.features()) {
            group.names().forEach(name -> refuseUnknown("feature", name, catalog.features(), endpoint));
        }
        for (Charge charge : requirement.charges()) {
            refuseUnknown("meter", charge.meter(), catalog.meterNames(), endpoint);
            catalog.meter(charge.meter()).ifPresent(meter -> refuseTooMuch(charge, meter, endpoint));
        }
    }

    private static void refuseUnknown(String kind, String name, Set<String> known, Endpoint endpoint) {
        if (!known.contains(name)) {
            throw new UnknownNameException(kind, name, endpoint.handler(), Suggestions.to(name, known));
        }
    }

    private static void refuseTooMuch(Charge charge, Meter meter, Endpoint endpoint) {
        try {
            long units = meter.smallest(BigDecimal.valueOf(charge.units(), charge.scale()));
            long reserve = meter.smallest(BigDecimal.valueOf(charge.reserve(), charge.scale()));
            if (Math.max(units, reserve) > Charge.MAX_SMALLEST) {
                throw new IllegalArgumentException(
                        "one call counts at most " + RulesReader.mostOfCall(meter) + " of '" + meter.name() + "'");
            }
        } catch (IllegalArgumentException e) {
            throw new LicensingException(
                    endpoint.handler() + " declares a charge that cannot be counted: " + e.getMessage(), e);
        }
    }

    private void refuseSilent(List<String> silent) {
        if (unannotated == Unannotated.DENY && !silent.isEmpty()) {
            throw new LicensingException("these endpoints declare nothing and no catalog rule covers them: "
                    + String.join(", ", silent) + "; expected an annotation on each, or a rule");
        }
    }

    private static void warnIfExempt(Endpoint endpoint, EndpointRule rule, List<String> warnings) {
        if (endpoint.declared() instanceof Declaration.Exempt) {
            warnings.add(
                    endpoint.handler() + " is declared exempt, but the rule '" + rule + "' matches it and is enforced");
        }
    }
}
