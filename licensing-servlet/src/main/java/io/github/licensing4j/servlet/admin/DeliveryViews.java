package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.Webhooks.DeadMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts deliveries and reconciliation reports to JSON members in their order. */
final class DeliveryViews {
    private DeliveryViews() {}

    static Map<String, Object> report(ReconciliationReport report, CatalogSummary catalog) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("clean", report.isClean());
        Views.put(view, "at", report.at());
        view.put(
                "differences",
                report.differences().stream()
                        .map(difference -> difference(difference, catalog))
                        .toList());
        view.put("sources", report.sources().stream().map(DeliveryViews::source).toList());
        view.put(
                "exporters",
                report.exporters().stream().map(DeliveryViews::exporter).toList());
        view.put("notes", report.notes());
        return view;
    }

    private static Map<String, Object> difference(ReconciliationReport.Difference found, CatalogSummary catalog) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("between", UsageViews.text(found.between()));
        view.put("where", found.where());
        Views.put(view, "license", found.license().isEmpty() ? null : found.license());
        view.put("meter", found.meter());
        Views.putUnits(view, "expected", catalog.units(found.meter(), found.expected()));
        Views.putUnits(view, "found", catalog.units(found.meter(), found.found()));
        view.put("expectedCalls", found.expectedCalls());
        view.put("foundCalls", found.foundCalls());
        return view;
    }

    private static Map<String, Object> source(ReconciliationReport.Source source) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("node", source.node());
        view.put("epoch", source.epoch());
        if (source.decided() != null) {
            view.put("decided", source.decided());
        }
        if (source.journaled() != null) {
            view.put("journaled", source.journaled());
        }
        view.put("unreadable", source.unreadable());
        view.put("shipped", source.shipped());
        return view;
    }

    private static Map<String, Object> exporter(ReconciliationReport.Exporter exporter) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", exporter.name());
        view.put("waiting", exporter.waiting());
        view.put("dead", exporter.dead());
        return view;
    }

    static Map<String, Object> event(DeadExportView event, CatalogSummary catalog) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", event.id());
        view.put("exporter", event.exporter());
        view.put("license", event.license());
        view.put("customer", event.customer());
        view.put("meter", event.meter());
        Views.put(view, "from", event.hour().from());
        Views.put(view, "to", event.hour().to());
        view.put("revision", event.revision());
        Views.putUnits(view, "units", catalog.units(event.meter(), event.units()));
        Views.put(view, "createdAt", event.delivery().createdAt());
        view.put("attempts", event.delivery().attempts());
        Views.put(view, "error", event.delivery().error());
        return view;
    }

    static Map<String, Object> message(DeadMessage message) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", message.id());
        view.put("endpoint", message.endpoint());
        view.put("topic", message.topic());
        Views.put(view, "createdAt", message.createdAt());
        view.put("attempts", message.attempts());
        Views.put(view, "error", message.error());
        return view;
    }
}
