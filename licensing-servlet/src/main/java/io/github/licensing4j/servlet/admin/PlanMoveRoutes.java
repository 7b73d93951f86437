package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Money;
import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.PlanMoves.Candidate;
import io.github.licensing4j.admin.PlanMoves.Result;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.PlanMoveRequests.PlanMoveRequestJson;
import io.github.licensing4j.servlet.admin.PlanMoveResponses.MoveCandidateJson;
import io.github.licensing4j.servlet.admin.PlanMoveResponses.PlanMoveJson;
import io.github.licensing4j.servlet.admin.PlanMoveResponses.PlanMovePreviewJson;
import io.github.licensing4j.servlet.admin.PlanMoveResponses.PlanPriceJson;
import io.github.licensing4j.servlet.admin.PlanMoveResponses.SkippedLicenseJson;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes that move many licenses to another plan version, and back. */
final class PlanMoveRoutes {
    private PlanMoveRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("POST", "/plan-moves", PlanMoveRoutes::run),
                Routes.route("POST", "/plan-moves/preview", PlanMoveRoutes::preview),
                Routes.route("POST", "/plan-moves/{id}/undo", PlanMoveRoutes::undo));
    }

    private static Answer preview(Exchange exchange) throws IOException {
        Query query = exchange.query(Set.of("cursor", "limit"));
        PlanMoveRequestJson body = exchange.body(PlanMoveRequestJson.class).value();
        Page<Candidate> page =
                exchange.admin().planMoves().preview(body.move(), query.text("cursor"), Exchange.limit(query));
        return Answer.ok(new PlanMovePreviewJson(
                page.items().stream().map(PlanMoveRoutes::candidate).toList(), page.next()));
    }

    private static MoveCandidateJson candidate(Candidate candidate) {
        return new MoveCandidateJson(
                candidate.license(),
                candidate.customer(),
                candidate.at(),
                price(candidate.priceBefore()),
                price(candidate.priceAfter()),
                candidate.problem());
    }

    private static @Nullable PlanPriceJson price(@Nullable Money price) {
        return price == null
                ? null
                : new PlanPriceJson(price.amount(), price.currency().getCurrencyCode());
    }

    private static Answer run(Exchange exchange) throws IOException {
        PlanMoveRequestJson body = exchange.body(PlanMoveRequestJson.class).value();
        return shown(exchange.admin().planMoves().run(body.move(), exchange.adminContext(body)));
    }

    private static Answer undo(Exchange exchange) throws IOException {
        AdminContext by = exchange.adminContext(exchange.body(ReasonJson.class).value());
        return shown(exchange.admin().planMoves().undo(exchange.id(), by));
    }

    private static Answer shown(Result result) {
        return Answer.ok(new PlanMoveJson(
                result.moveId(),
                result.changed(),
                result.skipped().stream()
                        .map(one -> new SkippedLicenseJson(one.license(), one.problem()))
                        .toList(),
                result.leftOut(),
                result.isComplete()));
    }
}
