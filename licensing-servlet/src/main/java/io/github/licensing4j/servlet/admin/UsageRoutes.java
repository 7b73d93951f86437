package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.CorrectionView;
import io.github.licensing4j.admin.Licenses.LicenseFilter;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.UsageRequests.NewCorrectionJson;
import io.github.licensing4j.servlet.admin.UsageRequests.NewCreditJson;
import io.github.licensing4j.servlet.admin.UsageResponses.CorrectionsJson;
import io.github.licensing4j.servlet.admin.UsageResponses.CreditsJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of usage, corrections, credits and invoices. */
final class UsageRoutes {
    private UsageRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("GET", "/usage", UsageRoutes::ofAll),
                Routes.route("GET", "/licenses/{id}/usage", UsageRoutes::ofOne),
                Routes.route("GET", "/licenses/{id}/corrections", UsageRoutes::corrections),
                Routes.route("POST", "/licenses/{id}/corrections", UsageRoutes::correct),
                Routes.route("GET", "/licenses/{id}/credits", UsageRoutes::credits),
                Routes.route("POST", "/licenses/{id}/credits", UsageRoutes::grant),
                Routes.route("DELETE", "/credits/{id}", UsageRoutes::voidGrant),
                Routes.route("GET", "/licenses/{id}/invoice", UsageRoutes::invoice),
                Routes.route("GET", "/customers/{id}/limits", UsageRoutes::customerLimits),
                Routes.route("GET", "/customers/{id}/usage", UsageRoutes::customerUsage),
                Routes.route("GET", "/customers/{id}/invoice", UsageRoutes::customerInvoice));
    }

    private static Answer ofAll(Exchange exchange) {
        return rows(exchange, UsageRows.filter(exchange.query(UsageRows.OF_ALL)));
    }

    private static Answer ofOne(Exchange exchange) {
        UsageFilter filter = UsageRows.filter(exchange.query(UsageRows.OF_ONE), null, exchange.id());
        // An unknown license is an error, not a license without usage.
        exchange.admin().licenses().get(exchange.id());
        return rows(exchange, filter);
    }

    private static Answer rows(Exchange exchange, UsageFilter filter) {
        return rows(exchange, filter, usage(exchange).usage(filter));
    }

    private static Answer rows(Exchange exchange, UsageFilter filter, Page<UsageTotal> page) {
        return UsageRows.answer(
                exchange.request().getHeader("Accept"),
                exchange.request().getParameterMap(),
                filter,
                page,
                exchange.catalog());
    }

    private static Answer corrections(Exchange exchange) {
        Query query = exchange.query(Set.of("cursor", "limit"));
        Page<CorrectionView> page =
                usage(exchange).corrections(exchange.id(), query.text("cursor"), Exchange.limit(query));
        return Answer.ok(new CorrectionsJson(
                page.items().stream().map(UsageViews::correction).toList(), page.next()));
    }

    private static Answer correct(Exchange exchange) throws IOException {
        RequestBody<NewCorrectionJson> body = exchange.body(NewCorrectionJson.class);
        CorrectionRequest wanted = body.value().correction();
        AdminContext by = exchange.adminContextOnce(body);
        return Answer.created(UsageViews.correction(usage(exchange).correct(exchange.id(), wanted, by)));
    }

    private static Answer credits(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(new CreditsJson(usage(exchange).credits(exchange.id()).stream()
                .map(UsageViews::grant)
                .toList()));
    }

    private static Answer grant(Exchange exchange) throws IOException {
        RequestBody<NewCreditJson> body = exchange.body(NewCreditJson.class);
        GrantRequest wanted = body.value().grant();
        AdminContext by = exchange.adminContextOnce(body);
        return Answer.created(UsageViews.grant(usage(exchange).grant(exchange.id(), wanted, by)));
    }

    private static Answer voidGrant(Exchange exchange) throws IOException {
        AdminContext by = exchange.adminContext(exchange.body(ReasonJson.class).value());
        return Answer.ok(UsageViews.grant(usage(exchange).voidGrant(exchange.id(), by)));
    }

    private static Answer invoice(Exchange exchange) {
        @Nullable Instant period = Times.instant(exchange.query(Set.of("period")), "period");
        return Answer.ok(UsageViews.invoice(usage(exchange).invoice(exchange.id(), period)));
    }

    private static Answer customerLimits(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(LimitViews.outlooks(usage(exchange).customerLimits(exchange.id()), exchange.catalog()));
    }

    private static Answer customerUsage(Exchange exchange) {
        UsageFilter filter = UsageRows.ofCustomer(exchange.query(UsageRows.OF_ONE), exchange.id());
        Page<UsageTotal> page = usage(exchange).usage(filter);
        // An unknown customer is an error, not a customer without usage.
        if (page.items().isEmpty() && filter.cursor() == null && !hasLicense(exchange)) {
            throw new NotFoundException("customer", exchange.id());
        }
        return rows(exchange, filter, page);
    }

    private static boolean hasLicense(Exchange exchange) {
        return !exchange.admin()
                .licenses()
                .list(new LicenseFilter(exchange.id(), null, null, 1))
                .items()
                .isEmpty();
    }

    private static Answer customerInvoice(Exchange exchange) {
        @Nullable Instant period = Times.instant(exchange.query(Set.of("period")), "period");
        return Answer.ok(UsageViews.customerInvoice(usage(exchange).customerInvoice(exchange.id(), period)));
    }

    private static UsageAdmin usage(Exchange exchange) {
        return exchange.admin().usage();
    }
}
