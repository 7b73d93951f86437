package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfReport.Calls;
import io.github.licensing4j.admin.WhatIfReport.CustomerEffect;
import io.github.licensing4j.admin.WhatIfReport.Refusals;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import io.github.licensing4j.admin.WhatIfRequest;
import io.github.licensing4j.servlet.admin.WhatIfResponses.BothAmountsJson;
import io.github.licensing4j.servlet.admin.WhatIfResponses.BothCallsJson;
import io.github.licensing4j.servlet.admin.WhatIfResponses.CustomerEffectJson;
import io.github.licensing4j.servlet.admin.WhatIfResponses.Remarks;
import io.github.licensing4j.servlet.admin.WhatIfResponses.Replayed;
import io.github.licensing4j.servlet.admin.WhatIfResponses.ReplayedRefusalsJson;
import io.github.licensing4j.servlet.admin.WhatIfResponses.WhatIfJson;
import io.github.licensing4j.servlet.admin.WhatIfResponses.WhatIfProblemJson;
import io.github.licensing4j.servlet.admin.WhatIfResponses.WhatIfRevenueJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The route that replays stored usage under a draft of the catalog. */
final class WhatIfRoutes {
    private WhatIfRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(Routes.route("POST", "/catalog/what-if", WhatIfRoutes::replay));
    }

    private static Answer replay(Exchange exchange) throws IOException {
        Query query = exchange.query(Set.of("from", "to", "cursor", "limit"));
        WhatIfRequest request = new WhatIfRequest(
                OperationRoutes.text(exchange),
                required(query, "from"),
                required(query, "to"),
                query.text("cursor"),
                Exchange.limit(query));
        return Answer.ok(view(exchange.admin().catalogs().whatIf(request)));
    }

    private static Instant required(Query query, String name) {
        Instant instant = Times.instant(query, name);
        if (instant == null) {
            throw new InvalidFieldException(name, "expected " + Times.EXPECTED);
        }
        return instant;
    }

    static WhatIfJson view(WhatIfReport report) {
        return new WhatIfJson(
                new Replayed(
                        report.period().from(),
                        report.period().to(),
                        report.period().live(),
                        report.period().draft()),
                report.calls(),
                both(report.granted()),
                revenue(report.revenue()),
                report.differences(),
                report.customers().items().stream().map(WhatIfRoutes::customer).toList(),
                report.customers().next(),
                new Remarks(
                        report.leftOut(),
                        report.problems().stream()
                                .map(problem -> new WhatIfProblemJson(
                                        problem.kind(),
                                        problem.subject().isEmpty() ? null : problem.subject(),
                                        problem.licenses(),
                                        problem.detail()))
                                .toList(),
                        report.notes()));
    }

    private static BothCallsJson both(Calls calls) {
        return new BothCallsJson(calls.live(), calls.draft());
    }

    /** Shows the currency of the largest charges beside all of them. */
    private static WhatIfRevenueJson revenue(List<Revenue> revenue) {
        return revenue.stream()
                .max(Comparator.comparing(
                        one -> one.live().abs().max(one.draft().abs())))
                .map(one -> new WhatIfRevenueJson(one.currency(), one.live(), one.draft(), amounts(revenue)))
                .orElseGet(() -> new WhatIfRevenueJson(null, BigDecimal.ZERO, BigDecimal.ZERO, List.of()));
    }

    private static List<BothAmountsJson> amounts(List<Revenue> revenue) {
        return revenue.stream()
                .map(one -> new BothAmountsJson(one.currency(), one.live(), one.draft()))
                .toList();
    }

    private static CustomerEffectJson customer(CustomerEffect effect) {
        return new CustomerEffectJson(
                effect.customer(),
                effect.calls(),
                both(effect.refused()),
                amounts(effect.revenue()),
                effect.refusals().stream().map(WhatIfRoutes::refusals).toList(),
                effect.leftOut());
    }

    private static ReplayedRefusalsJson refusals(Refusals refusals) {
        return new ReplayedRefusalsJson(
                refusals.license(),
                refusals.code().text(),
                refusals.limit(),
                both(refusals.calls()),
                refusals.first(),
                refusals.precision());
    }
}
