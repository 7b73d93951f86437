package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.Webhooks.DeadMessage;
import io.github.licensing4j.servlet.admin.DeliveryResponses.DeadExportJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.DeadMessageJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.DifferenceJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.ExporterJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.ReconciliationJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.SourceJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.Subject;

/** Converts deliveries and reconciliation reports to response bodies. */
final class DeliveryViews {
    private DeliveryViews() {}

    static ReconciliationJson report(ReconciliationReport report, CatalogSummary catalog) {
        return new ReconciliationJson(
                report.isClean(),
                report.at(),
                report.differences().stream()
                        .map(difference -> difference(difference, catalog))
                        .toList(),
                report.sources().stream().map(DeliveryViews::source).toList(),
                report.exporters().stream().map(DeliveryViews::exporter).toList(),
                report.notes());
    }

    private static DifferenceJson difference(ReconciliationReport.Difference found, CatalogSummary catalog) {
        return new DifferenceJson(
                found.between(),
                found.where(),
                found.license().isEmpty() ? null : found.license(),
                found.meter(),
                catalog.units(found.meter(), found.expected()),
                catalog.units(found.meter(), found.found()),
                found.expectedCalls(),
                found.foundCalls());
    }

    private static SourceJson source(ReconciliationReport.Source source) {
        return new SourceJson(
                source.node(),
                source.epoch(),
                source.decided(),
                source.journaled(),
                source.unreadable(),
                source.shipped());
    }

    private static ExporterJson exporter(ReconciliationReport.Exporter exporter) {
        return new ExporterJson(exporter.name(), exporter.waiting(), exporter.dead());
    }

    static DeadExportJson event(DeadExportView event) {
        return new DeadExportJson(
                new Subject(event.id(), event.exporter(), event.license(), event.customer(), event.meter()),
                event.hour().from(),
                event.hour().to(),
                event.revision(),
                UsageViews.number(event.units()),
                event.delivery().createdAt(),
                event.delivery().attempts(),
                event.delivery().error());
    }

    static DeadMessageJson message(DeadMessage message) {
        return new DeadMessageJson(
                message.id(),
                message.endpoint(),
                message.topic(),
                message.createdAt(),
                message.attempts(),
                message.error());
    }
}
