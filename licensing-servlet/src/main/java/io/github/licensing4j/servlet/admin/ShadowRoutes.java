package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.ShadowReport.Candidate;
import io.github.licensing4j.admin.ShadowReport.Effects;
import io.github.licensing4j.admin.ShadowReport.MeterEffect;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.ShadowResponses.MeterEffectJson;
import io.github.licensing4j.servlet.admin.ShadowResponses.ShadowCalls;
import io.github.licensing4j.servlet.admin.ShadowResponses.ShadowEffectJson;
import io.github.licensing4j.servlet.admin.ShadowResponses.ShadowEffectsJson;
import io.github.licensing4j.servlet.admin.ShadowResponses.ShadowJson;
import io.github.licensing4j.servlet.admin.ShadowResponses.ShadowRefusalsJson;
import io.github.licensing4j.servlet.admin.WhatIfResponses.BothAmountsJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The routes of the shadow catalog. */
final class ShadowRoutes {
    private ShadowRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("GET", "/catalog/shadow", ShadowRoutes::read),
                Routes.route("PUT", "/catalog/shadow", ShadowRoutes::set),
                Routes.route("DELETE", "/catalog/shadow", ShadowRoutes::clear));
    }

    private static Answer read(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(view(exchange.admin().catalogs().shadow()));
    }

    private static Answer set(Exchange exchange) throws IOException {
        // The body is the catalog, so the reason is a parameter.
        String reason = exchange.query(Set.of("reason")).text("reason");
        AdminContext by = AdminContext.by(exchange.actor(), reason);
        return Answer.ok(view(exchange.admin().catalogs().setShadow(OperationRoutes.text(exchange), by)));
    }

    private static Answer clear(Exchange exchange) throws IOException {
        AdminContext by = exchange.adminContext(exchange.body(ReasonJson.class).value());
        exchange.admin().catalogs().clearShadow(by);
        return Answer.noContent();
    }

    static ShadowJson view(ShadowReport report) {
        Candidate candidate = report.candidate();
        return new ShadowJson(
                candidate == null ? null : candidate.hash(),
                candidate == null ? null : candidate.since(),
                candidate != null && candidate.isFile(),
                new ShadowCalls(
                        report.calls().compared(),
                        report.calls().differing(),
                        report.calls().chargedDifferently(),
                        report.calls().notCompared()),
                new ShadowRefusalsJson(
                        codes(report.wouldRefuse()), codes(report.wouldGrant()), codes(report.refusedOtherwise())),
                report.meters().stream().map(ShadowRoutes::meter).toList(),
                effects(report.customers()),
                effects(report.endpoints()),
                report.problem(),
                report.notes());
    }

    private static Map<String, Long> codes(Map<RefusalCode, Long> counts) {
        Map<String, Long> texts = new TreeMap<>();
        counts.forEach((code, count) -> texts.put(code.text(), count));
        return texts;
    }

    private static MeterEffectJson meter(MeterEffect effect) {
        return new MeterEffectJson(
                effect.meter(),
                effect.calls(),
                effect.live(),
                effect.draft(),
                effect.money().stream()
                        .map(one -> new BothAmountsJson(one.currency(), one.live(), one.draft()))
                        .toList());
    }

    private static ShadowEffectsJson effects(Effects effects) {
        return new ShadowEffectsJson(
                effects.largest().stream()
                        .map(one -> new ShadowEffectJson(
                                one.name(),
                                one.wouldRefuse(),
                                one.wouldGrant(),
                                one.refusedOtherwise(),
                                one.chargedDifferently()))
                        .toList(),
                effects.leftOut());
    }
}
